import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { createFlow } from "../flows/create-flow";
import { deleteFlow } from "../flows/delete-flow";
import { deployFlow } from "../flows/deploy-flow";
import { purgeTopics } from "../retention/purge-topics";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace, writeEvents } from "../testing/write-events";
import { createTopic } from "./create-topic";
import { deleteTopic } from "./delete-topic";
import { getTopic, listTopics } from "./list-topics";

const database = useTestDatabase();

it("lists topics with counts and the flows that use them, and deletes only what nothing uses", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "topics");
  const document = flowOf("web-address > order.placed > counter", { counter: { name: "Orders", amount: 1 } });
  const { slug } = await createFlow(deps, actor, { document });
  await deployFlow(deps, actor, { flow: slug });
  await createTopic(deps, actor, { name: "stock.changed" });
  await expect(createTopic(deps, actor, { name: "stock.changed" })).rejects.toThrow(
    "`stock.changed` exists.",
  );
  const topic = await getTopic(deps, actor, { topic: "order.placed" });
  await writeEvents(deps, topic.id, [{ id: "e1" }, { id: "e2" }]);

  const [placed, stock] = await listTopics(deps, actor, {});
  expect(placed).toMatchObject({
    name: "order.placed",
    head: 2,
    storedEvents: 2,
    eventsPerMinute: 2,
    consumers: 1,
  });
  expect(placed?.publishedBy).toEqual([{ slug: "test-flow", name: "Test flow" }]);
  expect(placed?.readBy).toEqual([{ slug: "test-flow", name: "Test flow" }]);
  expect(stock).toMatchObject({
    name: "stock.changed",
    head: 0,
    storedEvents: 0,
    lastEventAt: null,
    readBy: [],
  });

  const remove = (name: string, confirmName = name) => deleteTopic(deps, actor, { topic: name, confirmName });
  await expect(remove("order.placed")).rejects.toThrow("Used by Test flow.");
  await expect(remove("stock.changed", "stock")).rejects.toThrow("Type the name");
  expect(await remove("stock.changed")).toEqual({ deletedEvents: 0 });
  await deleteFlow(deps, actor, { flow: slug });
  // A batch that was cut before the flow was deleted, and waits.
  const { id: laneId, subscriptionId } = await deps.db.lane.findFirstOrThrow({
    where: { subscription: { topicId: topic.id } },
  });
  const { revisionId } = await deps.db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  await deps.db.batch.create({
    data: { subscriptionId, laneId, revisionId, kind: "log", offsets: [1n], size: 1 },
  });
  expect(await remove("order.placed")).toEqual({ deletedEvents: 2 });
  expect(await listTopics(deps, actor, {})).toEqual([]);
  expect(await deps.db.batch.count()).toBe(0);
  expect(await purgeTopics(deps.pool, 0)).toBe(false);
  expect(await purgeTopics(deps.pool, 600_000)).toBe(true);
  expect(await deps.db.event.count()).toBe(0);
  expect(await deps.db.topicPurge.count()).toBe(0);
});
