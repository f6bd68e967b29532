import { beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "../api-keys/create-api-key";
import type { Actor } from "../auth/actor";
import { resolveApiKey } from "../auth/resolve-api-key";
import { TestBrowser } from "../testing/browser";
import { makePerson, makeWorkspace, type TestWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { changeRole } from "./change-role";
import { inviteMember } from "./invite-member";
import { listMembers } from "./list-members";
import { removeMember } from "./remove-member";
import { renewLink } from "./renew-link";

const database = useTestDatabase();
let workspace: TestWorkspace;
let owner: Actor;
let admin: Actor;
const password = "a long password";

beforeEach(async () => {
  workspace = await makeWorkspace(database.deps);
  owner = await workspace.actor("owner");
  admin = await workspace.actor("admin");
});

const roleOf = async (userId: string) =>
  (await database.deps.db.membership.findFirst({ where: { workspaceId: workspace.id, userId } }))?.role;
const tokenOf = (link: string | undefined) => link?.split("/join#")[1] ?? "";

describe("inviting", () => {
  it("makes a link that sets the password once, signs in, and is stored as a hash only", async () => {
    const { deps } = database;
    const { link, userId } = await inviteMember(deps, admin, {
      name: "Mia",
      email: "Mia@Example.com",
      role: "editor",
    });
    const token = tokenOf(link?.link);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await deps.db.verification.findMany())).not.toContain(token);
    expect(await listMembers(deps, admin, {})).toContainEqual(
      expect.objectContaining({ userId, email: "mia@example.com", isInvited: true }),
    );
    const browsers = Array.from({ length: 5 }, () => new TestBrowser(deps));
    const answers = await Promise.all(
      browsers.map((b) => b.call("POST", "join.accept", { token, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
    const inside = browsers[answers.findIndex(({ status }) => status === 200)];
    expect((await inside?.call("GET", "members.list", { workspace: workspace.slug }))?.status).toBe(200);
    expect((await new TestBrowser(deps).call("POST", "join.read", { token })).status).toBe(404);
  });

  it.each([null, undefined, "", [], {}, 0, "x".repeat(43)])(
    "fails closed for the token %j",
    async (token) => {
      await inviteMember(database.deps, admin, {
        name: "Mia",
        email: `mia-${Math.random()}@example.com`,
        role: "viewer",
      });
      for (const path of ["join.accept", "join.read"]) {
        const answer = await new TestBrowser(database.deps).call("POST", path, { token, password });
        expect([400, 404]).toContain(answer.status);
      }
    },
  );

  it("ends links that are old, replaced, or of somebody who was removed", async () => {
    const { deps } = database;
    const works = async (link: string | undefined) =>
      (await new TestBrowser(deps).call("POST", "join.read", { token: tokenOf(link) })).status === 200;
    const first = await inviteMember(deps, admin, { name: "Kim", email: "kim@example.com", role: "viewer" });
    expect(await works(first.link?.link)).toBe(true);
    const second = await renewLink(deps, admin, { userId: first.userId });
    expect(await works(first.link?.link)).toBe(false);
    await deps.db.verification.updateMany({
      where: { value: first.userId },
      data: { expiresAt: new Date(0) },
    });
    expect(await works(second.link)).toBe(false);
    const third = await renewLink(deps, admin, { userId: first.userId });
    await removeMember(deps, admin, { userId: first.userId });
    expect(await works(third.link)).toBe(false);
  });

  it("adds a person who has a password without any link, and says so when they are in already", async () => {
    const known = await makePerson(database.deps, "Jo", password);
    const invitation = { name: "Somebody", email: known.email, role: "viewer" } as const;
    expect(await inviteMember(database.deps, admin, invitation)).toEqual({ userId: known.userId });
    await expect(inviteMember(database.deps, admin, invitation)).rejects.toMatchObject({ code: "conflict" });
    expect((await database.deps.db.user.findUnique({ where: { id: known.userId } }))?.name).toBe("Jo");
  });
});

describe("roles", () => {
  it("cannot be given, taken or removed above one's own", async () => {
    const { deps } = database;
    const refused = expect.objectContaining({ code: "not-allowed" });
    const mia = { name: "Mia", email: "m@example.com", role: "owner" } as const;
    await expect(inviteMember(deps, admin, mia)).rejects.toEqual(refused);
    await expect(changeRole(deps, admin, { userId: admin.id, role: "owner" })).rejects.toEqual(refused);
    await expect(changeRole(deps, admin, { userId: owner.id, role: "viewer" })).rejects.toEqual(refused);
    await expect(removeMember(deps, admin, { userId: owner.id })).rejects.toEqual(refused);
    await expect(renewLink(deps, admin, { userId: owner.id })).rejects.toEqual(refused);
    expect(await roleOf(owner.id)).toBe("owner");
    expect(await roleOf(admin.id)).toBe("admin");
  });

  it("never leave a workspace without an owner, even when two owners demote each other at once", async () => {
    const { deps } = database;
    const last = expect.objectContaining({ code: "conflict" });
    await expect(changeRole(deps, owner, { userId: owner.id, role: "admin" })).rejects.toEqual(last);
    await expect(removeMember(deps, owner, { userId: owner.id })).rejects.toEqual(last);
    const second = await workspace.actor("owner", "second");
    const both = await Promise.allSettled([
      changeRole(deps, owner, { userId: second.id, role: "viewer" }),
      removeMember(deps, second, { userId: owner.id }),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await deps.db.membership.count({ where: { workspaceId: workspace.id, role: "owner" } })).toBe(1);
  });

  it("end with the next request after a removal", async () => {
    const { deps } = database;
    const mia = await makePerson(deps, "Mia", password);
    await inviteMember(deps, admin, { name: "Mia", email: mia.email, role: "editor" });
    const browser = new TestBrowser(deps, "198.51.100.9");
    await browser.auth("sign-in/email", { email: mia.email, password });
    const ask = async () => (await browser.call("GET", "members.list", { workspace: workspace.slug })).status;
    expect(await ask()).toBe(200);
    await removeMember(deps, admin, { userId: mia.userId });
    expect(await ask()).toBe(404);
  });

  it("take their API keys along; less of a role takes those that may do more", async () => {
    const { deps } = database;
    const mia = await workspace.actor("admin");
    const [strong, weak, others] = [
      await createApiKey(deps, mia, { name: "Strong", role: "editor" }),
      await createApiKey(deps, mia, { name: "Weak", role: "viewer" }),
      await createApiKey(deps, admin, { name: "Other", role: "editor" }),
    ];
    const living = async () => {
      const found = await Promise.all([strong, weak, others].map(({ key }) => resolveApiKey(deps, key)));
      return found.map((key) => key?.name);
    };
    const member = async () => (await listMembers(deps, owner, {})).find(({ userId }) => userId === mia.id);
    expect(await member()).toMatchObject({ livingKeys: 2 });
    await changeRole(deps, owner, { userId: mia.id, role: "operator" });
    expect(await living()).toEqual([undefined, "Weak", "Other"]);
    expect(await member()).toMatchObject({ livingKeys: 1 });
    await removeMember(deps, owner, { userId: mia.id });
    expect(await living()).toEqual([undefined, undefined, "Other"]);
    const told = await deps.db.auditEntry.findMany({
      where: { workspaceId: workspace.id, action: "api-key.revoked" },
      orderBy: { at: "asc" },
    });
    expect(told.map(({ resource }) => resource)).toEqual(["Strong", "Weak"]);
  });
});

describe("members of other workspaces", () => {
  it("are not found", async () => {
    const stranger = await (await makeWorkspace(database.deps, "Other")).actor("owner");
    const missing = expect.objectContaining({ code: "not-found" });
    const input = { userId: admin.id };
    await expect(changeRole(database.deps, stranger, { ...input, role: "viewer" })).rejects.toEqual(missing);
    await expect(removeMember(database.deps, stranger, input)).rejects.toEqual(missing);
    await expect(renewLink(database.deps, stranger, input)).rejects.toEqual(missing);
    expect(await roleOf(admin.id)).toBe("admin");
  });

  it("cannot be taken over by an administrator here: a link needs rights wherever they are", async () => {
    const { deps } = database;
    const other = await makeWorkspace(deps, "Other");
    const otherOwner = await other.actor("owner");
    const { userId, link } = await inviteMember(deps, otherOwner, {
      name: "Mia",
      email: "mm@example.com",
      role: "owner",
    });
    expect(link).toBeDefined();
    const here = await inviteMember(deps, admin, { name: "Mia", email: "mm@example.com", role: "viewer" });
    expect(here.link).toBeUndefined();
    await expect(renewLink(deps, admin, { userId })).rejects.toMatchObject({ code: "not-allowed" });
  });
});

it("does not let API keys touch people", async () => {
  const key: Actor = { ...owner, kind: "api-key", id: "k", role: "admin" };
  const mia = { name: "Mia", email: "x@example.com", role: "viewer" } as const;
  for (const act of [
    inviteMember(database.deps, key, mia),
    changeRole(database.deps, key, { userId: admin.id, role: "viewer" }),
    removeMember(database.deps, key, { userId: admin.id }),
    renewLink(database.deps, key, { userId: admin.id }),
  ]) {
    await expect(act).rejects.toMatchObject({ code: "not-allowed" });
  }
});

it("writes every change into the audit", async () => {
  const { deps } = database;
  const { userId } = await inviteMember(deps, admin, {
    name: "Mia",
    email: "audit@example.com",
    role: "editor",
  });
  await changeRole(deps, admin, { userId, role: "viewer" });
  await renewLink(deps, admin, { userId });
  await removeMember(deps, admin, { userId });
  const entries = await deps.db.auditEntry.findMany({
    where: { workspaceId: workspace.id },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ action, resource, actorId }) => [action, resource, actorId])).toEqual(
    ["member.invited", "member.role-changed", "member.link-renewed", "member.removed"].map((action) => [
      action,
      "audit@example.com",
      admin.id,
    ]),
  );
});
