import { beforeAll, describe, expect, it } from "vitest";
import { closeDeps } from "../db";
import { TestBrowser } from "../testing/browser";
import { makePerson, makeWorkspace } from "../testing/people";
import { openTestDeps, useTestDatabase } from "../testing/test-database";
import { countSignInTry, maxTries, maxTriesEverywhere } from "./sign-in-guard";

const database = useTestDatabase();
const password = "a long password";
let address = 0;

/** A browser at an address that no other test used, so that limits per address stay out of the way. */
function newBrowser(): TestBrowser {
  address += 1;
  return new TestBrowser(database.deps, `198.51.100.${address}`);
}

async function signedIn(): Promise<{ browser: TestBrowser; email: string; userId: string }> {
  const { email, userId } = await makePerson(database.deps, "Ana", password);
  const browser = newBrowser();
  expect((await browser.auth("sign-in/email", { email, password })).status).toBe(200);
  return { browser, email, userId };
}

describe("signing in", () => {
  it("gives the session as an HttpOnly, Lax cookie and its token nowhere else", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    const browser = newBrowser();
    const answer = await browser.auth("sign-in/email", { email: email.toUpperCase(), password });
    expect(answer.body).toEqual({ ok: true });
    expect(answer.cookies).toEqual([
      expect.stringMatching(
        /^millrace\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const session = await browser.auth("get-session");
    expect(session.body).toEqual({ user: expect.objectContaining({ email }), expiresAt: expect.any(String) });
    const token = [...browser.cookies.values()][0]?.split(".")[0] ?? "";
    expect(token.length).toBeGreaterThan(20);
    expect(JSON.stringify(session.body)).not.toContain(token);
  });

  it("marks the cookie Secure behind https", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    const deps = openTestDeps(database.url, { MILLRACE_URL: "https://millrace.example.com" });
    try {
      const answer = await new TestBrowser(deps, "198.51.100.250").auth("sign-in/email", { email, password });
      expect(answer.cookies[0]).toMatch(
        /^__Secure-millrace\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await closeDeps(deps);
    }
  });

  it("starts a new session each time and never takes over a cookie that it did not make", async () => {
    const { browser, email } = await signedIn();
    const before = browser.cookies.get("millrace.session_token");
    await browser.auth("sign-in/email", { email, password });
    expect(browser.cookies.get("millrace.session_token")).not.toBe(before);
    const forger = newBrowser();
    forger.cookies.set("millrace.session_token", `${before?.split(".")[0]}.forged`);
    expect((await forger.call("GET", "account.me", {})).status).toBe(401);
  });

  it("tells nothing about which addresses exist", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    const wrong = await newBrowser().auth("sign-in/email", { email, password: "wrong password" });
    const unknown = await newBrowser().auth("sign-in/email", { email: "nobody@example.com", password });
    expect(wrong.status).toBe(401);
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  });

  it.each([null, "", [], ["a long password"], { $ne: "" }, 0])("refuses the password %j", async (wrong) => {
    const { email } = await makePerson(database.deps, "Ana", password);
    const answer = await newBrowser().auth("sign-in/email", { email, password: wrong });
    expect([400, 401]).toContain(answer.status);
    expect(answer.cookies).toEqual([]);
  });
});

describe("too many tries", () => {
  const tryFrom = (client: string, email: string, attempt: string) =>
    new TestBrowser(database.deps, client).auth("sign-in/email", { email, password: attempt });

  it("locks the address for the network that made ten, the right password too, and for nobody else", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    for (let number = 0; number < maxTries; number += 1)
      await countSignInTry(database.deps, email, "192.0.2.7");
    const right = await tryFrom("192.0.2.7", email, password);
    expect(right.status).toBe(429);
    expect(right.body).toMatchObject({ code: "LOCKED", lockedUntil: expect.any(String) });
    // Ana herself sits elsewhere, and nobody can lock her out.
    expect((await tryFrom("203.0.113.1", email, password)).status).toBe(200);
    const { email: other } = await makePerson(database.deps, "Jo", password);
    expect((await tryFrom("192.0.2.8", other, password)).status).toBe(200);
  });

  it("counts many at once one by one", async () => {
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => countSignInTry(database.deps, "rush@example.com", "192.0.2.9")),
    );
    expect(tries.filter((lockedUntil) => lockedUntil === undefined)).toHaveLength(maxTries);
  });

  it("locks the address for all when very many networks try it together", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    for (let number = 0; number < maxTriesEverywhere; number += 1) {
      const client = `10.0.${Math.floor(number / 250)}.${number % 250}`;
      expect(await countSignInTry(database.deps, email, client)).toBeUndefined();
    }
    expect((await tryFrom("203.0.113.2", email, password)).status).toBe(429);
  });

  it("opens again after a quarter of an hour", async () => {
    const { email } = await makePerson(database.deps, "Ana", password);
    for (let number = 0; number < maxTries; number += 1)
      await countSignInTry(database.deps, email, "192.0.2.20");
    expect((await tryFrom("192.0.2.20", email, password)).status).toBe(429);
    await database.deps.pool.query(
      "UPDATE sign_in_guard SET last_try_at = last_try_at - interval '16 minutes'",
    );
    expect((await tryFrom("192.0.2.20", email, password)).status).toBe(200);
  });

  it("slows one address of the network down, whatever X-Forwarded-For it claims", async () => {
    const browser = newBrowser();
    const statuses: number[] = [];
    for (let number = 0; number < 7; number += 1) {
      const claim = { "x-forwarded-for": `10.0.0.${number}` };
      const body = { email: `p${number}@example.com`, password };
      statuses.push((await browser.auth("sign-in/email", body, claim)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});

describe("what is mounted", () => {
  it.each([
    "sign-up/email",
    "request-password-reset",
    "reset-password",
    "update-user",
    "delete-user",
    "list-sessions",
    "revoke-session",
    "change-email",
    "set-password",
    "ok",
    "error",
    "sign-in/social",
    "/sign-up/email",
    "sign-in/email/../../sign-up/email",
    "%73ign-up/email",
  ])("does not know %s", async (path) => {
    const { browser } = await signedIn();
    const body = { email: "new@example.com", password, name: "New", newPassword: password };
    expect((await browser.auth(path, body)).status).toBe(404);
    expect((await browser.auth(path)).status).toBe(404);
    expect(await database.deps.db.user.count({ where: { email: "new@example.com" } })).toBe(0);
  });
});

describe("requests of other sites", () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = (await signedIn()).browser;
  });

  it.each([
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: "http://localhost:3000.evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("are refused with %j", async (headers) => {
    expect((await browser.call("POST", "account.rename", { name: "Eve" }, headers)).status).toBe(403);
    expect((await browser.auth("sign-out", {}, headers)).status).toBe(403);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "are refused with the type %j",
    async (type) => {
      const headers = { "content-type": type };
      expect((await browser.call("POST", "account.rename", { name: "Eve" }, headers)).status).toBe(415);
      expect((await browser.auth("change-password", { a: 1 }, headers)).status).toBe(415);
    },
  );

  it("get no permission to read", async () => {
    const answer = await browser.call("GET", "account.me", {}, { origin: "https://evil.example" });
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
    const crossSite = await browser.call("GET", "account.me", {}, { "sec-fetch-site": "cross-site" });
    expect(crossSite.status).toBe(403);
  });

  it("cannot send more than the limit", async () => {
    const answer = await browser.call("POST", "account.rename", { name: "x".repeat(2 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe("leaving", () => {
  it("ends the session at once", async () => {
    const { browser } = await signedIn();
    const cookies = new Map(browser.cookies);
    await browser.auth("sign-out", {});
    browser.cookies = cookies;
    expect((await browser.call("GET", "account.me", {})).status).toBe(401);
  });

  it("ends all sessions everywhere", async () => {
    const { browser, email } = await signedIn();
    const other = newBrowser();
    await other.auth("sign-in/email", { email, password });
    expect((await browser.call("POST", "account.signOutEverywhere", {})).status).toBe(200);
    expect((await browser.call("GET", "account.me", {})).status).toBe(401);
    expect((await other.call("GET", "account.me", {})).status).toBe(401);
  });

  it("changes the password with the old one only, writes it down and ends the other sessions", async () => {
    const { browser, email, userId } = await signedIn();
    const workspace = await makeWorkspace(database.deps);
    await database.deps.db.membership.create({ data: { workspaceId: workspace.id, userId, role: "viewer" } });
    const other = newBrowser();
    await other.auth("sign-in/email", { email, password });
    const change = { newPassword: "another long password", revokeOtherSessions: true };
    const wrong = await browser.auth("change-password", { ...change, currentPassword: "wrong password" });
    expect(wrong.status).toBe(400);
    const done = await browser.auth("change-password", { ...change, currentPassword: password });
    expect(done.status).toBe(200);
    expect((await browser.call("GET", "account.me", {})).status).toBe(200);
    expect((await other.call("GET", "account.me", {})).status).toBe(401);
    const entries = await database.deps.db.auditEntry.findMany({ where: { workspaceId: workspace.id } });
    expect(entries).toMatchObject([{ action: "account.password-changed", actorId: userId }]);
  });
});
