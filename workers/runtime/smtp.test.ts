import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMail } from "@/flow/delivery/step-context";
import { createEgressGuard } from "@/server/egress/egress-guard";
import { sendBySmtp } from "./smtp";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real mail server on loopback; `messages` are what it accepted. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; messages: string[] }> {
  const messages: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        messages.push(Buffer.concat(chunks).toString());
        done();
      });
    },
    ...options,
  });
  // Clients that are refused hang up; the server reports each as an error.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.server.address() as AddressInfo;
  return { port: address.port, messages };
}

const message: OutgoingMail = { to: "ana@example.com", subject: "Welcome, Ana", text: "Grüße" };
const call = { idempotencyKey: "0197a000-0000-5000-8000-000000000001", timeoutMs: 3000 };

function credential(port: number, more: { user?: string; secure?: "none" | "starttls" } = {}) {
  return {
    type: "smtp",
    public: {
      host: "127.0.0.1",
      port,
      secure: more.secure ?? "none",
      from: "Shop <shop@example.com>",
      ...(more.user ? { user: more.user } : {}),
    },
    secret: { password: "pa55word-x" },
  } as const;
}

describe("sendBySmtp", () => {
  it("hands the message to the server under the key of the step", async () => {
    const { port, messages } = await mailServer();
    const sent = await sendBySmtp(createEgressGuard([`127.0.0.1:${port}`]), credential(port), message, call);
    expect(sent.messageId).toBe(`<${call.idempotencyKey}@127.0.0.1>`);
    expect(messages[0]).toContain("Subject: Welcome, Ana");
    expect(messages[0]).toContain("From: Shop <shop@example.com>");
    expect(messages[0]).toContain(`Message-ID: <${call.idempotencyKey}@127.0.0.1>`);
  });

  it("does not reach a private address that nobody opened", async () => {
    const { port, messages } = await mailServer();
    const sent = sendBySmtp(createEgressGuard([]), credential(port), message, call);
    await expect(sent).rejects.toMatchObject({ code: "egress-blocked", isRetryable: false });
    expect(messages).toEqual([]);
  });

  it.each([
    [550, false, "no such mailbox"],
    [451, true, "try later"],
  ])("takes %i as retryable: %s", async (responseCode, isRetryable, text) => {
    const { port } = await mailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error(text), { responseCode })),
    });
    const sent = sendBySmtp(createEgressGuard([`127.0.0.1:${port}`]), credential(port), message, call);
    await expect(sent).rejects.toMatchObject({
      code: `smtp-${responseCode}`,
      isRetryable,
      message: `The mail server \`127.0.0.1\` refused the message: ${responseCode} ${text}`,
    });
  });

  it("signs in, and does not tell the password when that fails", async () => {
    const seen: string[] = [];
    const { port } = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => {
        seen.push(`${auth.username} ${auth.password}`);
        done(new Error(`wrong password ${auth.password}`));
      },
    });
    const guard = createEgressGuard([`127.0.0.1:${port}`]);
    const failure = await sendBySmtp(guard, credential(port, { user: "shop" }), message, call).catch(
      (error) => error,
    );
    expect(seen).toEqual(["shop pa55word-x"]);
    expect(failure).toMatchObject({ code: "smtp-535", isRetryable: false });
    expect(failure.message).toContain("did not accept the user name and password");
    expect(failure.message).not.toContain("pa55word-x");
  });

  it("says nothing in the clear where encryption was demanded", async () => {
    const { port, messages } = await mailServer();
    const guard = createEgressGuard([`127.0.0.1:${port}`]);
    await expect(
      sendBySmtp(guard, credential(port, { secure: "starttls" }), message, call),
    ).rejects.toMatchObject({ name: "StepFailure" });
    expect(messages).toEqual([]);
  });

  it("takes a silent or closed server as retryable", async () => {
    const { port } = await mailServer({ onConnect: () => undefined });
    const guard = createEgressGuard([`127.0.0.1:${port}`, "127.0.0.1:1"]);
    const silent = sendBySmtp(guard, credential(port), message, { ...call, timeoutMs: 200 });
    await expect(silent).rejects.toMatchObject({ code: "timeout", isRetryable: true });
    const closed = sendBySmtp(guard, credential(1), message, call);
    await expect(closed).rejects.toMatchObject({
      isRetryable: true,
      message: "`127.0.0.1` refused the connection.",
    });
  });

  it.each(["ana", "a@b\r\nBcc: all@example.com", "a b@c d"])("refuses the recipient %j", async (to) => {
    const sent = sendBySmtp(createEgressGuard([]), credential(1), { ...message, to }, call);
    await expect(sent).rejects.toMatchObject({ code: "bad-recipient", isRetryable: false });
  });
});
