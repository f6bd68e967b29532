import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./security-headers";

const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

test("production runs scripts by nonce alone", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", isDevelopment: false });
  expect(directive(policy, "script-src")).toBe("'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toContain("unsafe-eval");
});

test("only style attributes are inline", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", isDevelopment: false });
  expect(directive(policy, "style-src-attr")).toBe("'unsafe-inline'");
  expect(directive(policy, "style-src-elem")).toBe("'self' 'nonce-abc'");
  expect(policy.match(/unsafe-inline/g)).toHaveLength(1);
});

test("no other page may frame ours", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", isDevelopment: true });
  expect(directive(policy, "frame-ancestors")).toBe("'none'");
});
