import { beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { Actor } from "../auth/actor";
import { append } from "../log/append";
import naughtyData from "../testing/fixtures/naughty-strings.json";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { cancelExport, listExports, startExport } from "./exports";
import { tidyExports, writeExportPart } from "./write-export";

const database = useTestDatabase();
let actor: Actor;
let orders: string;

const naughty = z.array(z.string()).parse(naughtyData);

const answerSchema = z.object({
  rows: z.array(z.looseObject({ whole: z.instanceof(Uint8Array).nullish() })).default([]),
});

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "ours");
  orders = await makeTopic(database.deps, actor, "orders");
  await writeEvents(
    database.deps,
    orders,
    Array.from({ length: 300 }, (_, index) => ({ id: `o${index + 1}`, data: `{"number":${index + 1}}` })),
  );
});

async function writeAll(): Promise<void> {
  while (await writeExportPart(database.deps));
}

async function textOf(exportId: string): Promise<string> {
  const parts = await database.deps.db.eventExportPart.findMany({
    where: { exportId },
    orderBy: { number: "asc" },
  });
  return Buffer.concat(parts.map(({ data }) => data)).toString();
}

async function stateOf(id: string) {
  return (await listExports(database.deps, actor, {})).find((one) => one.id === id);
}

describe("an export", () => {
  it("holds what fits and was stored when it was asked for, oldest first", async () => {
    const { id } = await startExport(database.deps, actor, {
      format: "ndjson",
      topics: ["orders"],
      where: ["data.number % 100 == 0"],
    });
    await writeEvents(database.deps, orders, [{ id: "late", data: '{"number":400}' }]);
    await writeAll();
    const lines = (await textOf(id)).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(["o100", "o200", "o300"]);
    expect(await stateOf(id)).toMatchObject({ state: "done", written: 3, scanned: 300, toScan: 300 });
  });

  it("goes on where a writer died, and what that one still does is of no effect", async () => {
    const { id } = await startExport(database.deps, actor, { format: "csv", topics: ["orders"] });
    const { db } = database.deps;
    await db.eventExport.update({
      where: { id },
      data: { state: "running", leaseUntil: new Date(Date.now() - 1_000) },
    });
    await writeAll();
    const lines = (await textOf(id)).trimEnd().split("\r\n");
    expect(lines).toHaveLength(302);
    expect(lines[0]).toMatch(/^topic,offset,/);
    expect(new Set(lines).size).toBe(302);
  });

  it("is cancelled, and leaves nothing behind", async () => {
    const { id } = await startExport(database.deps, actor, { format: "csv" });
    await cancelExport(database.deps, actor, { id });
    await writeAll();
    expect(await textOf(id)).toBe("");
    expect(await stateOf(id)).toMatchObject({ state: "cancelled" });
  });

  it("has no more than some megabytes of payload in hand at a time", async () => {
    const large = await makeTopic(database.deps, actor, "large");
    const data = Buffer.from(JSON.stringify("x".repeat(1_000_000)));
    const events = Array.from({ length: 20 }, (_, index) => ({
      isIdFresh: true,
      draft: { id: `l${index}`, source: "/", type: "large", contentType: "application/json", data },
    }));
    await append(database.deps.pool, large, events);
    const { id } = await startExport(database.deps, actor, { format: "ndjson", topics: ["large"] });
    const asked = vi.spyOn(database.deps.pool, "query");
    await writeAll();
    const weights = await Promise.all(
      asked.mock.results.map(async ({ value }) => {
        const { rows } = answerSchema.parse(await value);
        return rows.reduce((sum, { whole }) => sum + (whole?.length ?? 0), 0);
      }),
    );
    asked.mockRestore();
    expect(Math.max(...weights)).toBeLessThan(18_000_000);
    expect(await stateOf(id)).toMatchObject({ state: "done", written: 20 });
  });

  it("is given up when its writer has died of it three times", async () => {
    const { id } = await startExport(database.deps, actor, { format: "csv" });
    await database.deps.db.eventExport.update({
      where: { id },
      data: { state: "running", takes: 3, leaseUntil: new Date(Date.now() - 1_000) },
    });
    await writeAll();
    expect(await stateOf(id)).toMatchObject({ state: "failed", message: expect.stringContaining("3 times") });
  });

  it("is written into the audit with its filter", async () => {
    const { id } = await startExport(database.deps, actor, { format: "csv", key: "k1" });
    await writeAll();
    const entries = await database.deps.db.auditEntry.findMany({ where: { action: "event.exported" } });
    expect(entries.map(({ detail }) => detail)).toContainEqual({ export: id, filter: { key: "k1" } });
  });

  it("is refused while three are being written, and forgotten after a day", async () => {
    const started = await Promise.all(
      [1, 2, 3].map(() => startExport(database.deps, actor, { format: "csv", text: "nothing" })),
    );
    await expect(startExport(database.deps, actor, { format: "csv" })).rejects.toThrow(
      "3 exports are being written",
    );
    await writeAll();
    await database.deps.db.eventExport.updateMany({
      data: { createdAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await tidyExports(database.deps.pool);
    expect(await stateOf(started[0]?.id ?? "")).toBeUndefined();
  });

  it("gives the naughty strings back byte by byte", async () => {
    const topic = await makeTopic(database.deps, actor, "naughty");
    const payloads = [
      ...naughty.map((text) => JSON.stringify({ text })),
      // As other programs write them: with the characters themselves, and over several lines.
      ...naughty.map((text) => JSON.stringify({ text }, null, 2)),
    ].map((text) => Buffer.from(text));
    await append(
      database.deps.pool,
      topic,
      payloads.map((data, index) => ({
        isIdFresh: true,
        draft: { id: `n${index}`, source: "/blns", type: "naughty", contentType: "application/json", data },
      })),
    );
    const { id } = await startExport(database.deps, actor, { format: "ndjson", topics: ["naughty"] });
    await writeAll();
    const lines = (await textOf(id)).trimEnd().split("\n");
    expect(lines).toHaveLength(payloads.length);
    for (const [index, line] of lines.entries()) {
      const sent = payloads[index]?.toString() ?? "";
      const { data_base64: encoded } = JSON.parse(line);
      if (encoded === undefined) expect(line.endsWith(`"data":${sent}}`), sent).toBe(true);
      else expect(Buffer.from(encoded, "base64").toString()).toBe(sent);
    }
  });
});
