import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { causationTree } from "./causation-tree";
import { getEvent } from "./get-event";
import { scanEvents } from "./scan-events";

const database = useTestDatabase();
let actor: Actor;
let stranger: Actor;

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "ours");
  stranger = await makeWorkspace(deps, "theirs");
  const orders = await makeTopic(deps, actor, "order.placed");
  const mails = await makeTopic(deps, actor, "mail.sent");
  await writeEvents(deps, orders, [
    { id: "o-1", data: '{"total":12}', key: "ana" },
    { id: "o-2", data: '{"total":99,"note":"50% off_now"}', key: "bob" },
  ]);
  await writeEvents(deps, mails, [
    { id: "m-1", correlationId: "o-1", causationId: "o-1" },
    { id: "m-2", correlationId: "o-1", causationId: "m-1" },
  ]);
  await writeEvents(deps, orders, [{ id: "o-3", data: '{"total":7}', key: "ana" }]);
});

const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

describe("scanEvents", () => {
  /** To the end: a call ends after some time, which a busy machine may need for little. */
  const found = async (who: Actor, input: Parameters<typeof scanEvents>[2]): Promise<string[]> => {
    const { rows, isDone, position } = await scanEvents(database.deps, who, input);
    return [...ids(rows), ...(isDone ? [] : await found(who, { ...input, at: { position } }))];
  };

  it("joins the topics of the workspace, newest first", async () => {
    expect(await found(actor, {})).toEqual(["o-3", "m-2", "m-1", "o-2", "o-1"]);
  });

  it("goes on exactly where a page ended", async () => {
    const { position } = await scanEvents(database.deps, actor, { limit: 2 });
    expect(await found(actor, { limit: 9, at: { position } })).toEqual(["m-1", "o-2", "o-1"]);
  });

  it("filters by topic, key, conversation and text, and takes the text literally", async () => {
    expect(await found(actor, { topics: ["mail.sent"] })).toEqual(["m-2", "m-1"]);
    expect(await found(actor, { key: "ana" })).toEqual(["o-3", "o-1"]);
    expect(await found(actor, { correlationId: "o-1" })).toEqual(["m-2", "m-1", "o-1"]);
    expect(await found(actor, { text: "50% off_now" })).toEqual(["o-2"]);
    expect(await found(actor, { text: "' OR 1=1 --" })).toEqual([]);
  });

  it("shows nothing of another workspace, nor by a position of it", async () => {
    const { position } = await scanEvents(database.deps, actor, { limit: 1 });
    expect(await found(stranger, {})).toEqual([]);
    expect(await found(stranger, { topics: ["order.placed"] })).toEqual([]);
    expect(await found(stranger, { at: { position } })).toEqual([]);
    await expect(
      found(stranger, { at: { seek: { topic: "order.placed", offset: 1 } } }),
    ).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("getEvent", () => {
  it("gives the payload as it was sent", async () => {
    const event = await getEvent(database.deps, actor, { topic: "order.placed", offset: 2 });
    expect(event.text).toBe('{"total":99,"note":"50% off_now"}');
  });

  it("does not find the event of another workspace", async () => {
    await expect(
      getEvent(database.deps, stranger, { topic: "order.placed", offset: 1 }),
    ).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("causationTree", () => {
  it("hangs every event under its cause", async () => {
    const { trees } = await causationTree(database.deps, actor, { topic: "mail.sent", offset: 2 });
    expect(trees).toMatchObject([
      {
        event: { id: "o-1" },
        caused: [{ event: { id: "m-1" }, caused: [{ event: { id: "m-2" }, caused: [] }] }],
      },
    ]);
  });
});
