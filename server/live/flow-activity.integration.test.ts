import { expect, it } from "vitest";
import { readHealth } from "../health/read-health";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { flowActivity } from "./flow-activity";

const database = useTestDatabase();

it("does not count what lies behind lanes that have come to their end", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "reordered");
  const topicId = await makeTopic(deps, actor, "orders");
  await writeEvents(deps, topicId, [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }]);
  const subscriptionId = await makeConsumer(deps, actor, topicId, "mail");
  // It kept no order for one event, and keeps it by key since.
  await deps.db.lane.updateMany({ where: { subscriptionId }, data: { cursor: 1n, endAt: 1n } });
  await deps.db.lane.createMany({
    data: [3n, 4n].map((cursor, number) => ({
      subscriptionId,
      number,
      lanes: 2,
      cursor,
      lowWatermark: cursor,
    })),
  });
  const activity = await flowActivity(deps, actor, { flow: "flow-of-mail", topics: ["orders"] });
  expect(activity.consumers).toMatchObject([{ waiting: 1 }]);
  expect(await readHealth(deps, actor, {})).toMatchObject({ consumers: [{ lag: 1 }] });
});
