import { describe, expect, it } from "vitest";
import { makeWorkspace } from "../testing/people";
import { useTestDatabase } from "../testing/test-database";
import { listAudit } from "./list-audit";
import { recordAudit } from "./record";

const database = useTestDatabase();

describe("the audit", () => {
  it("cannot be changed, shortened or emptied", async () => {
    const { db } = database.deps;
    const actor = await (await makeWorkspace(database.deps)).actor("owner");
    await recordAudit(db, actor, "flow.deployed", "orders");
    await expect(db.auditEntry.updateMany({ data: { actorName: "Nobody" } })).rejects.toThrow();
    await expect(db.auditEntry.deleteMany({})).rejects.toThrow();
    await expect(database.deps.pool.query("TRUNCATE audit_entry")).rejects.toThrow(/cannot be changed/);
    expect(await db.auditEntry.count()).toBe(1);
  });

  it("outlives the workspace's rows and the person", async () => {
    const { db } = database.deps;
    const workspace = await makeWorkspace(database.deps, "Gone");
    const actor = await workspace.actor("owner");
    await recordAudit(db, actor, "flow.deployed", "orders");
    await db.workspace.delete({ where: { id: workspace.id } });
    await db.user.delete({ where: { id: actor.id } });
    expect(await db.auditEntry.count({ where: { workspaceId: workspace.id } })).toBe(1);
  });

  it("is listed newest first, page by page, narrowed, and of the own workspace only", async () => {
    const { deps } = database;
    const workspace = await makeWorkspace(deps);
    const ana = await workspace.actor("owner", "Ana");
    const mia = await workspace.actor("admin", "Mia");
    const stranger = await (await makeWorkspace(deps, "Other")).actor("owner");
    for (let number = 1; number <= 5; number += 1)
      await recordAudit(deps.db, ana, "flow.deployed", `flow-${number}`);
    await recordAudit(deps.db, mia, "member.removed", "jo_1@example.com");
    await recordAudit(deps.db, stranger, "flow.deployed", "foreign");
    const names = (page: Awaited<ReturnType<typeof listAudit>>) =>
      page.entries.map(({ resource }) => resource);
    const first = await listAudit(deps, ana, { limit: 4 });
    expect([names(first), first.hasMore]).toEqual([["jo_1@example.com", "flow-5", "flow-4", "flow-3"], true]);
    const second = await listAudit(deps, ana, { limit: 4, cursor: first.entries[3]?.id });
    expect([names(second), second.hasMore]).toEqual([["flow-2", "flow-1"], false]);
    expect(names(await listAudit(deps, ana, { area: "member" }))).toEqual(["jo_1@example.com"]);
    expect(names(await listAudit(deps, ana, { search: "MIA" }))).toEqual(["jo_1@example.com"]);
    expect(names(await listAudit(deps, ana, { search: "o_1" }))).toEqual(["jo_1@example.com"]);
    expect(names(await listAudit(deps, ana, { search: "%" }))).toEqual([]);
    expect(names(await listAudit(deps, ana, { to: new Date(0) }))).toEqual([]);
  });
});
