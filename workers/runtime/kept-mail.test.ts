import { expect, it } from "vitest";
import { keptMail } from "./kept-mail";

it("keeps what an e-mail says, without secrets and no longer than a call", () => {
  const mail = {
    to: "ana@example.com",
    subject: "Your s3cret-word",
    text: `s3cret-word ${"x".repeat(9_000)}`,
  };
  const kept = keptMail({ ...mail, from: "shop@example.com", credentialId: "c" }, ["s3cret-word"]);
  expect(kept).toMatchObject({ to: "ana@example.com", subject: "Your [redacted]" });
  expect(kept.text).toHaveLength(4_000);
  expect(JSON.stringify(kept)).not.toContain("s3cret-word");
});
