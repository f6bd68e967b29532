import { describe, expect, it } from "vitest";
import { ensureOwner } from "../auth/ensure-owner";
import { TestBrowser } from "../testing/browser";
import { useTestDatabase } from "../testing/test-database";
import { issueSetupToken } from "./setup-token";

const form = { name: "Ana", email: "Ana@Example.com", password: "a long password" };

describe("set-up in the browser", () => {
  const database = useTestDatabase();
  let token: string | undefined;

  it.each([null, undefined, "", [], ["x"], {}, 0, true, "x".repeat(43), "x".repeat(10_000)])(
    "refuses the token %j and creates nobody",
    async (wrong) => {
      token ??= await issueSetupToken(database.deps);
      const answer = await new TestBrowser(database.deps).call("POST", "setup.complete", {
        ...form,
        token: wrong,
      });
      expect([400, 403]).toContain(answer.status);
      expect(answer.cookies).toEqual([]);
      expect(await database.deps.db.user.count()).toBe(0);
    },
  );

  it("stores no token in clear", async () => {
    const rows = JSON.stringify(await database.deps.db.setupToken.findMany());
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(rows).not.toContain(token);
  });

  it("lets one of twenty through, with two tokens among them, and signs that one in", async () => {
    const tokens = [token, await issueSetupToken(database.deps)];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        new TestBrowser(database.deps).call("POST", "setup.complete", {
          ...form,
          email: `p${index}@example.com`,
          token: tokens[index % 2],
        }),
      ),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(19);
    expect(done[0]?.cookies).toHaveLength(1);
    expect(await database.deps.db.user.count()).toBe(1);
    expect(await database.deps.db.workspace.findMany({ select: { name: true, slug: true } })).toEqual([
      { name: "My workspace", slug: "my-workspace" },
    ]);
    expect(await database.deps.db.membership.findMany({ select: { role: true } })).toEqual([
      { role: "owner" },
    ]);
  });

  it("is closed afterwards, and gives no new token", async () => {
    const answer = await new TestBrowser(database.deps).call("POST", "setup.complete", { ...form, token });
    expect(answer.status).toBe(403);
    expect(await issueSetupToken(database.deps)).toBeUndefined();
    expect(await database.deps.db.setupToken.count()).toBe(0);
  });
});

describe("set-up from the environment", () => {
  const database = useTestDatabase({
    MILLRACE_OWNER_EMAIL: "Owner@Example.com",
    MILLRACE_OWNER_PASSWORD: "a long password",
  });

  it("creates the owner once, however many processes start", async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => ensureOwner(database.deps)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await ensureOwner(database.deps)).toBe(false);
    expect(await issueSetupToken(database.deps)).toBeUndefined();
    const browser = new TestBrowser(database.deps);
    const answer = await browser.auth("sign-in/email", {
      email: "owner@example.com",
      password: "a long password",
    });
    expect(answer.status).toBe(200);
  });
});
