import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { type EventScan, scanEvents } from "./scan-events";

const database = useTestDatabase();
let actor: Actor;
let orders: string;
let users: string;

const numbered = (from: number, to: number, prefix: string) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    id: `${prefix}${from + index}`,
    data: JSON.stringify({ number: from + index }),
    key: `k${(from + index) % 3}`,
  }));

beforeAll(async () => {
  actor = await makeWorkspace(database.deps, "ours");
  orders = await makeTopic(database.deps, actor, "orders");
  users = await makeTopic(database.deps, actor, "users");
  // One after the other, so that times of receipt tell their order over both topics.
  for (let round = 0; round < 5; round += 1) {
    await writeEvents(database.deps, orders, numbered(round * 100 + 1, round * 100 + 100, "o"));
    await writeEvents(database.deps, users, numbered(round * 2 + 1, round * 2 + 2, "u"));
  }
});

type Input = Parameters<typeof scanEvents>[2];

/** Goes on until there is nothing more: a call ends after some time, which a busy machine may need for little. */
async function whole(input: Input) {
  const found = { ids: [] as string[], scanned: 0, passedOver: 0, why: new Set<string | undefined>() };
  let at = input.at;
  for (;;) {
    const scan: EventScan = await scanEvents(database.deps, actor, { ...input, at });
    found.ids.push(...scan.rows.map(({ id }) => id));
    found.scanned += scan.scanned;
    found.passedOver += scan.passedOver;
    if (scan.passedOver > 0) found.why.add(scan.whyPassedOver);
    if (scan.isDone) return found;
    at = { position: scan.position };
  }
}

/** All that fits: the ids in the order in which they came. */
const all = async (input: Input) => (await whole(input)).ids;

const inOrder = Array.from({ length: 5 }, (_, round) => [
  ...numbered(round * 100 + 1, round * 100 + 100, "o"),
  ...numbered(round * 2 + 1, round * 2 + 2, "u"),
])
  .flat()
  .map(({ id }) => id);

describe("scanEvents", () => {
  it("pages through all topics from the newest to the oldest, and back", async () => {
    const down = await all({ limit: 7 });
    expect(new Set(down)).toEqual(new Set(inOrder));
    expect(down).toHaveLength(inOrder.length);
    expect(down.filter((id) => id.startsWith("o"))).toEqual(
      inOrder.filter((id) => id.startsWith("o")).reverse(),
    );
    expect(down.slice(0, 2)).toEqual(["u10", "u9"]);
    const up = await all({ limit: 64, direction: "newer", at: { seek: "oldest" } });
    expect(up.filter((id) => id.startsWith("o"))).toEqual(inOrder.filter((id) => id.startsWith("o")));
    expect(up).toHaveLength(inOrder.length);
  });

  it("begins around an event, in the other topics at the same time", async () => {
    const at = { seek: { topic: "orders", offset: 250 } } as const;
    const older = await scanEvents(database.deps, actor, { at, limit: 60 });
    expect(older.rows[0]?.id).toBe("o250");
    expect(older.rows.map(({ id }) => id)).toContain("u4");
    expect(older.rows.map(({ id }) => id)).not.toContain("u5");
    const newer = await scanEvents(database.deps, actor, {
      at: { position: older.start },
      direction: "newer",
      limit: 3,
    });
    expect(newer.rows.map(({ id }) => id)).toContain("o251");
  });

  it("finds what an expression says, and tells how far it has looked", async () => {
    const where = ["data.number % 100 == 1", "data.number > 100"];
    expect(await whole({ topics: ["orders"], where })).toMatchObject({
      ids: ["o401", "o301", "o201", "o101"],
      ...{ scanned: 500, passedOver: 0 },
    });
  });

  it("passes over what an expression does not fit, and says why", async () => {
    expect(await whole({ topics: ["users"], where: ["data.number"] })).toMatchObject({
      ...{ ids: [], passedOver: 10 },
      why: new Set(["`data.number` must give yes or no."]),
    });
  });

  it("passes over what is too large to be looked at, and what an expression works on for too long", async () => {
    const large = await makeTopic(database.deps, actor, "large");
    const list = JSON.stringify({ items: Array.from({ length: 20_000 }, (_, index) => index) });
    await writeEvents(database.deps, large, [
      { id: "long", data: JSON.stringify({ note: "x".repeat(300_000) }) },
      { id: "slow", data: list },
      { id: "fits", data: '{"items":[7]}' },
    ]);
    const where = [
      "data.items.exists(item, data.items.exists(other, other + item == -1 || item == 7 && size(data.items) == 1))",
    ];
    expect(await whole({ topics: ["large"], where })).toMatchObject({
      ids: ["fits"],
      ...{ scanned: 3, passedOver: 2 },
    });
  });

  it("finds a text however a payload writes it, and counts what is too large also where a text is asked for", async () => {
    const written = await makeTopic(database.deps, actor, "written");
    await writeEvents(database.deps, written, [
      { id: "plain", data: '{"name":"mug"}' },
      { id: "escaped", data: String.raw`{"\u006eame":"m\u0075g"}` },
      { id: "other", data: '{"name":"cup"}' },
      { id: "nameless", data: '{"title":"mug"}' },
      { id: "large", data: JSON.stringify({ note: "x".repeat(300_000) }) },
    ]);
    expect(await whole({ topics: ["written"], where: ['data.name == "mug"'] })).toMatchObject({
      ids: ["escaped", "plain"],
      ...{ scanned: 5, passedOver: 1 },
    });
  });

  it("refuses an expression that cannot be read", async () => {
    await expect(scanEvents(database.deps, actor, { where: ["data.number >"] })).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  it("looks only at the chosen time", async () => {
    const { rows } = await scanEvents(database.deps, actor, {
      at: { seek: { topic: "users", offset: 4 } },
      limit: 1,
    });
    const from = rows[0]?.receivedAt ?? new Date(0);
    const found = await all({ from });
    expect(found).toContain("u5");
    expect(found).not.toContain("u1");
    expect(await all({ to: new Date(0) })).toEqual([]);
  });

  it("goes on behind a hole that retention has left, in both directions", async () => {
    const holed = await makeTopic(database.deps, actor, "holed");
    await writeEvents(database.deps, holed, numbered(1, 1_000, "h"));
    await database.deps.pool.query(
      'DELETE FROM event WHERE topic_id = $1 AND "offset" NOT IN (3, 4, 900, 1000)',
      [holed],
    );
    for (const filter of [{}, { where: ["data.number > 0"] }, { text: "number" }]) {
      const input = { topics: ["holed"], limit: 1, ...filter };
      expect(await all(input)).toEqual(["h1000", "h900", "h4", "h3"]);
      expect(await all({ ...input, direction: "newer", at: { seek: "oldest" } })).toEqual([
        "h3",
        "h4",
        "h900",
        "h1000",
      ]);
    }
  });

  it("finds by key, text and conversation", async () => {
    expect(await all({ key: "k1", topics: ["users"] })).toEqual(["u10", "u7", "u4", "u1"]);
    expect(await all({ text: '"number":77}' })).toEqual(["o77"]);
    expect(await all({ correlationId: "o333" })).toEqual(["o333"]);
  });

  it("finds by what became of an event at any consumer, or at one", async () => {
    const subscription = await makeConsumer(database.deps, actor, users, "mail");
    const lane = await database.deps.db.lane.findFirstOrThrow({ where: { subscriptionId: subscription } });
    const { revisionId } = await database.deps.db.subscription.findUniqueOrThrow({
      where: { id: subscription },
    });
    const ended = (offset: number, status: string) => ({
      id: `00000000-0000-4000-8000-00000000000${offset}`,
      subscriptionId: subscription,
      laneId: lane.id,
      topicId: users,
      offset: BigInt(offset),
      revisionId,
      status,
    });
    await database.deps.db.delivery.createMany({
      data: [ended(1, "succeeded"), ended(2, "dead"), ended(3, "retrying"), ended(4, "filtered")],
    });
    const consumer = { flow: "flow-of-mail", id: "mail" };
    expect(await all({ statuses: ["ok"] })).toEqual(["u1"]);
    expect(await all({ statuses: ["failed"], consumer })).toEqual(["u3", "u2"]);
    expect(await all({ statuses: ["dead", "filtered"] })).toEqual(["u4", "u2"]);
    expect(await all({ statuses: ["waiting"], consumer })).toEqual([
      "u10",
      "u9",
      "u8",
      "u7",
      "u6",
      "u5",
      "u3",
    ]);
    expect(await all({ consumer: { flow: "flow-of-mail", id: "other" } })).toEqual([]);
    expect(await all({ consumer, limit: 200 })).toHaveLength(10);
  });
});
