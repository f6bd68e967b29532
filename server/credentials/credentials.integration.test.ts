import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { makeWorkspace, type TestWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { createCredential } from "./create-credential";
import type { CredentialContent } from "./credential-types";
import { deleteCredential } from "./delete-credential";
import { listCredentials } from "./list-credentials";
import { openCredential } from "./open-credential";
import { replaceCredential } from "./replace-credential";

const database = useTestDatabase();
const canary = "canary-5c1f-secret";
let workspace: TestWorkspace;
let admin: Actor;

const contents: CredentialContent[] = [
  {
    type: "smtp",
    public: {
      host: "smtp.example.com",
      port: 587,
      secure: "starttls",
      user: "shop",
      from: "Shop <shop@example.com>",
    },
    secret: { password: canary },
  },
  { type: "bearer", public: { hosts: ["api.example.com"] }, secret: { token: canary } },
  { type: "basic", public: { hosts: ["*.example.com"], user: "shop" }, secret: { password: canary } },
  {
    type: "header",
    public: { hosts: ["api.example.com:8443"], header: "X-Api-Key" },
    secret: { value: canary },
  },
];
const [, bearer] = contents;
if (bearer === undefined) throw new Error("unreachable");

beforeEach(async () => {
  workspace = await makeWorkspace(database.deps);
  admin = await workspace.actor("admin");
});

async function liveFlowWith(credentialId: string) {
  const document = { steps: [{ credentialId }] };
  const flow = await database.deps.db.flow.create({
    data: { workspaceId: workspace.id, slug: "orders", name: "Orders", draft: document, updatedBy: "Ana" },
  });
  const revision = await database.deps.db.revision.create({
    data: { flowId: flow.id, number: 1, document, plan: {}, createdBy: "Ana" },
  });
  await database.deps.db.flow.update({ where: { id: flow.id }, data: { liveRevisionId: revision.id } });
}

describe.each(contents)("a credential of type $type", (content) => {
  it("opens for the workers and shows its secret nowhere else", async () => {
    const { deps } = database;
    const { id } = await createCredential(deps, admin, { name: "One", content });
    expect(await openCredential(deps, workspace.id, id)).toEqual(content);
    const listed = await listCredentials(deps, await workspace.actor("editor"), {});
    expect(listed).toMatchObject([
      { id, name: "One", content: { type: content.type, public: content.public } },
    ]);
    const seen = JSON.stringify([listed, await deps.db.auditEntry.findMany()]);
    expect(seen).not.toContain(canary);
    const { rows } = await deps.pool.query<{ row: string }>("SELECT c::text AS row FROM credential c");
    const stored = rows.map(({ row }) => row).join();
    for (const form of [
      canary,
      Buffer.from(canary).toString("base64"),
      Buffer.from(canary).toString("hex"),
    ]) {
      expect(stored).not.toContain(form);
    }
  });
});

describe("a stored secret", () => {
  it("does not open in another row or workspace", async () => {
    const { deps } = database;
    const one = await createCredential(deps, admin, { name: "One", content: bearer });
    const two = await createCredential(deps, admin, { name: "Two", content: bearer });
    const other = await makeWorkspace(deps, "Other");
    await expect(openCredential(deps, other.id, one.id)).rejects.toMatchObject({ code: "not-found" });
    const { sealed } = await deps.db.credential.findUniqueOrThrow({ where: { id: one.id } });
    await deps.db.credential.update({ where: { id: two.id }, data: { sealed } });
    await expect(openCredential(deps, workspace.id, two.id)).rejects.toThrow(/changed or belongs elsewhere/);
    await deps.db.credential.update({ where: { id: one.id }, data: { workspaceId: other.id } });
    await expect(openCredential(deps, other.id, one.id)).rejects.toThrow(/changed or belongs elsewhere/);
  });

  it("does not outlive a change of hosts: the secret has to be given again", async () => {
    const { deps } = database;
    const { id } = await createCredential(deps, admin, { name: "One", content: bearer });
    const elsewhere = { type: "bearer", public: { hosts: ["evil.example"] }, secret: {} };
    const input = { id, name: "One", content: elsewhere } as unknown as Parameters<
      typeof replaceCredential
    >[2];
    await expect(replaceCredential(deps, admin, input)).rejects.toMatchObject({ code: "bad-input" });
    await replaceCredential(deps, admin, {
      id,
      name: "One",
      content: { type: "bearer", public: { hosts: ["b.example.com"] }, secret: { token: "new" } },
    });
    expect(await openCredential(deps, workspace.id, id)).toMatchObject({ secret: { token: "new" } });
  });
});

describe("credentials of other workspaces", () => {
  it("are not found, not listed and not changed", async () => {
    const { deps } = database;
    const { id } = await createCredential(deps, admin, { name: "One", content: bearer });
    const stranger = await (await makeWorkspace(deps, "Other")).actor("owner");
    const missing = expect.objectContaining({ code: "not-found" });
    await expect(deleteCredential(deps, stranger, { id })).rejects.toEqual(missing);
    await expect(replaceCredential(deps, stranger, { id, name: "X", content: bearer })).rejects.toEqual(
      missing,
    );
    expect(await listCredentials(deps, stranger, {})).toEqual([]);
    expect(await openCredential(deps, workspace.id, id)).toEqual(bearer);
  });
});

describe("input", () => {
  it.each([
    { type: "bearer", public: { hosts: [] }, secret: { token: "t" } },
    { type: "bearer", public: { hosts: ["https://a.example"] }, secret: { token: "t" } },
    { type: "bearer", public: { hosts: ["*"] }, secret: { token: "t" } },
    { type: "bearer", public: { hosts: ["a.example/x"] }, secret: { token: "t" } },
    { type: "bearer", public: { hosts: ["a.example"] }, secret: { token: "t\r\nX-Evil: 1" } },
    { type: "header", public: { hosts: ["a.example"], header: "X Y" }, secret: { value: "v" } },
    { type: "basic", public: { hosts: ["a.example"], user: "a:b" }, secret: { password: "v" } },
    { type: "bearer", public: { hosts: ["a.example"], workspaceId: "x" }, secret: { token: "t" } },
    { type: "other", public: {}, secret: {} },
  ])("is refused: %j", async (content) => {
    const input = { name: "One", content } as unknown as Parameters<typeof createCredential>[2];
    await expect(createCredential(database.deps, admin, input)).rejects.toMatchObject({ code: "bad-input" });
  });

  it("keeps names unique in a workspace", async () => {
    await createCredential(database.deps, admin, { name: "One", content: bearer });
    const again = createCredential(database.deps, admin, { name: "One", content: bearer });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("use", () => {
  it("is shown, and keeps a credential of a deployed flow from being deleted", async () => {
    const { deps } = database;
    const used = await createCredential(deps, admin, { name: "Used", content: bearer });
    const free = await createCredential(deps, admin, { name: "Free", content: bearer });
    await liveFlowWith(used.id);
    expect((await listCredentials(deps, admin, {})).map(({ name, uses }) => [name, uses])).toEqual([
      ["Free", []],
      ["Used", [{ flow: "orders", name: "Orders", isLive: true }]],
    ]);
    await expect(deleteCredential(deps, admin, { id: used.id })).rejects.toMatchObject({
      code: "conflict",
      details: { uses: [{ flow: "orders", name: "Orders" }] },
    });
    await deleteCredential(deps, admin, { id: free.id });
    expect(await listCredentials(deps, admin, {})).toHaveLength(1);
  });
});
