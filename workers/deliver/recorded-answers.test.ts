import { describe, expect, it } from "vitest";
import type { AttemptTrace, KeptMail } from "@/flow/delivery/delivery-trace";
import type { OutsideCall, StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { answerFromRecord } from "./recorded-answers";

const mail = { to: "ana@example.com", subject: "Welcome", text: "Hello, Ana" };

const attempts = (mails: readonly KeptMail[] | undefined): AttemptTrace[] => [
  {
    ...{ attempt: 1, startedAt: "2026-11-21T10:00:00Z", durationMs: 1 },
    steps: [{ stepId: "send", outcome: "done", startedMs: 0, durationMs: 1, ...(mails && { mails }) }],
  },
];

const never = () => {
  throw new Error("Nobody asks for that here.");
};
/** Holds everything back. */
const held: StepRuntime = {
  elapsedMs: () => 0,
  http: never,
  readState: never,
  runCode: never,
  mail: async ({ to, subject, text }) => ({ messageId: "", isSuppressed: true, kept: { to, subject, text } }),
};
const call: OutsideCall = { stepId: "send", idempotencyKey: "k", timeoutMs: 1_000, record: never };

async function asked(mails: readonly KeptMail[] | undefined, now = mail) {
  const answers = answerFromRecord(held, mails === undefined ? attempts(undefined) : attempts(mails));
  const sent = await answers.runtime.mail(now, call);
  return { sent, how: answers.asked.get("send") };
}

describe("an e-mail in a dry run", () => {
  it("that is the one of the first time counts as sent, under its id", async () => {
    const { sent, how } = await asked([{ ...mail, messageId: "<1>" }]);
    expect(sent).toMatchObject({ messageId: "<1>", isRecorded: true, kept: mail });
    expect(how).toBeUndefined();
  });

  it("that is another one is told so, whichever part differs", async () => {
    for (const [part, value] of Object.entries({ to: "eve@example.com", subject: "Hi", text: "Bye" })) {
      const { sent, how } = await asked([{ ...mail, messageId: "<1>" }], { ...mail, [part]: value });
      expect(sent).toMatchObject({ isSuppressed: true, kept: { [part]: value } });
      expect(how).toBe("other");
    }
  });

  it("is not known to differ where a secret was taken out, or nothing was kept", async () => {
    expect((await asked([{ ...mail, text: "Hello, [redacted]", messageId: "<1>" }])).how).toBeUndefined();
    expect((await asked(undefined)).how).toBe("unknown");
    expect((await asked([])).how).toBe("other");
  });
});
