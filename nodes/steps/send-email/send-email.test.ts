import { describe, expect, it } from "vitest";
import { runStep, testWorld } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const data = { name: "Ana", email: "ana@example.com" };

async function send(config: Record<string, unknown>, payload: unknown = data) {
  const world = testWorld();
  const outcome = await runStep(definition, execute, { config, data: payload, world });
  return { outcome, mail: world.mails[0] };
}

describe("Send e-mail", () => {
  it("proposes recipient and subject from the fields", async () => {
    const proposed = definition.propose([
      { path: "data.name", title: "Name", type: "text" },
      { path: "data.email", title: "E-mail", type: "text" },
    ]);
    expect(proposed).toMatchObject({ to: "{{ data.email }}", subject: "Welcome, {{ data.name }}" });
    const { mail } = await send({ ...proposed });
    expect(mail).toMatchObject({ to: "ana@example.com", subject: "Welcome, Ana" });
    expect(mail?.text).toContain("Hello Ana,");
    expect(mail).not.toHaveProperty("credentialId");
  });

  it("finds the address by its sample, too, and needs one otherwise", () => {
    const fields = [
      { path: "data.contact", title: "Contact", type: "text", sample: "ana@example.com" },
    ] as const;
    expect(definition.propose(fields, ["order.placed"]).subject).toBe("Order placed");
    expect(definition.propose(fields, ["user.signed-up"]).subject).toContain("Welcome");
    expect(definition.propose(fields).to).toBe("{{ data.contact }}");
    expect(definition.propose([])).not.toHaveProperty("to");
  });

  it("keeps a subject on one line", async () => {
    const { mail } = await send(
      { to: "a@b.c", subject: "Hi {{ data.name }}" },
      { name: "x\r\nBcc: all@example.com" },
    );
    expect(mail?.subject).toBe("Hi x Bcc: all@example.com");
  });

  it("fails for good without a recipient", async () => {
    const { outcome, mail } = await send({ to: "{{ data.email }}", subject: "x" }, { name: "Ana" });
    expect(outcome).toMatchObject({
      message: "There is no recipient: the field for *To* is empty in this event.",
      failure: { code: "no-recipient", isRetryable: false },
    });
    expect(mail).toBeUndefined();
  });
});
