import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { resolveApiKey } from "../auth/resolve-api-key";
import { makeWorkspace, type TestWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";

const database = useTestDatabase();
let workspace: TestWorkspace;
let admin: Actor;

beforeEach(async () => {
  workspace = await makeWorkspace(database.deps);
  admin = await workspace.actor("admin");
});

describe("an API key", () => {
  it("acts in its workspace with its role, and is stored as a hash only", async () => {
    const { deps } = database;
    const { key, id } = await createApiKey(deps, admin, { name: "CI", role: "editor" });
    expect(key).toMatch(/^mr_[\w-]{43}$/);
    expect(await resolveApiKey(deps, key, "198.51.100.1")).toEqual({
      kind: "api-key",
      id,
      name: "CI",
      workspaceId: workspace.id,
      workspaceSlug: workspace.slug,
      role: "editor",
      ip: "198.51.100.1",
    });
    const seen = JSON.stringify([
      await deps.db.apiKey.findMany(),
      await listApiKeys(deps, admin, {}),
      await deps.db.auditEntry.findMany(),
    ]);
    expect(seen).not.toContain(key);
    expect(seen).not.toContain(key.slice(12));
    expect(await listApiKeys(deps, admin, {})).toMatchObject([
      { prefix: key.slice(0, 11), state: "active", lastUsedAt: expect.any(Date) },
    ]);
    expect(JSON.stringify(await listApiKeys(deps, admin, {}))).not.toContain("keyHash");
  });

  it("ends when revoked or expired", async () => {
    const { deps } = database;
    const revoked = await createApiKey(deps, admin, { name: "A", role: "viewer" });
    await revokeApiKey(deps, admin, { id: revoked.id });
    expect(await resolveApiKey(deps, revoked.key)).toBeUndefined();
    await expect(revokeApiKey(deps, admin, { id: revoked.id })).rejects.toMatchObject({ code: "conflict" });
    const expired = await createApiKey(deps, admin, { name: "B", role: "viewer", expiresInDays: 1 });
    expect(await resolveApiKey(deps, expired.key)).toBeDefined();
    await deps.db.apiKey.update({ where: { id: expired.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await resolveApiKey(deps, expired.key)).toBeUndefined();
    expect((await listApiKeys(deps, admin, {})).map(({ name, state }) => [name, state])).toEqual([
      ["B", "expired"],
      ["A", "revoked"],
    ]);
  });

  it.each([null, undefined, "", [], ["mr_x"], {}, 0, true, `mr_${"x".repeat(43)}`, "mr_", "Bearer x"])(
    "is not %j",
    async (text) => {
      expect(await resolveApiKey(database.deps, text)).toBeUndefined();
    },
  );

  it("is not its own hash or prefix", async () => {
    const { key, id } = await createApiKey(database.deps, admin, { name: "CI", role: "viewer" });
    const { keyHash, prefix } = await database.deps.db.apiKey.findUniqueOrThrow({ where: { id } });
    for (const text of [keyHash, prefix, `${key} `, key.toUpperCase()]) {
      expect(await resolveApiKey(database.deps, text)).toBeUndefined();
    }
  });

  it("cannot make or revoke keys", async () => {
    const { deps } = database;
    const { key, id } = await createApiKey(deps, admin, { name: "CI", role: "admin" });
    const actor = await resolveApiKey(deps, key);
    if (actor === undefined) throw new Error("the key does not work");
    const refused = expect.objectContaining({ code: "not-allowed" });
    await expect(createApiKey(deps, actor, { name: "More", role: "viewer" })).rejects.toEqual(refused);
    await expect(revokeApiKey(deps, actor, { id })).rejects.toEqual(refused);
  });

  it("of another workspace is not found", async () => {
    const { id, key } = await createApiKey(database.deps, admin, { name: "CI", role: "viewer" });
    const stranger = await (await makeWorkspace(database.deps, "Other")).actor("owner");
    await expect(revokeApiKey(database.deps, stranger, { id })).rejects.toMatchObject({ code: "not-found" });
    expect(await listApiKeys(database.deps, stranger, {})).toEqual([]);
    expect(await resolveApiKey(database.deps, key)).toBeDefined();
  });
});
