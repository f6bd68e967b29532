import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { createFlow } from "../flows/create-flow";
import { deleteFlow } from "../flows/delete-flow";
import { deployFlow } from "../flows/deploy-flow";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace, writeEvents } from "../testing/write-events";
import { getMap } from "./get-map";

const database = useTestDatabase();

it("joins the flows of one workspace at their topics, with what happens in them", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "map");
  const stranger = await makeWorkspace(deps, "other-map");
  expect(await getMap(deps, actor, {})).toEqual({
    flows: [],
    cards: [],
    wires: [],
    topics: [],
    consumers: [],
  });

  const counter = { counter: { name: "Orders", amount: 1 } };
  const shop = flowOf("web-address > order.placed > counter", counter);
  const { slug } = await createFlow(deps, actor, { document: { ...shop, name: "Shop" } });
  await deployFlow(deps, actor, { flow: slug });
  const mail = flowOf("> order.placed > counter", counter);
  await createFlow(deps, actor, { document: { ...mail, name: "Mail" } });
  const topic = await deps.db.topic.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
  await writeEvents(deps, topic.id, [{ id: "e1" }, { id: "e2" }]);

  const map = await getMap(deps, actor, {});
  expect(map.flows).toEqual([
    { slug: "mail", name: "Mail", state: "draft" },
    { slug: "shop", name: "Shop", state: "live" },
  ]);
  expect(map.cards.map(({ key, flows }) => [key, flows])).toEqual([
    ["topic:order.placed", ["mail", "shop"]],
    ["consumer:mail/consumer", ["mail"]],
    ["producer:shop/webaddress", ["shop"]],
    ["consumer:shop/consumer", ["shop"]],
  ]);
  expect(map.wires).toHaveLength(3);
  expect(map.topics).toMatchObject([{ key: "topic:order.placed", head: 2, lastMinute: 2, pause: null }]);
  expect(map.consumers).toMatchObject([
    { key: "consumer:shop/consumer", isPaused: false, waiting: 2, succeeded: 0, dead: 0 },
  ]);
  expect(map.consumers[0]?.oldestWaitingAt).toBeInstanceOf(Date);

  expect((await getMap(deps, stranger, {})).cards).toEqual([]);
  await deleteFlow(deps, actor, { flow: slug });
  const after = await getMap(deps, actor, {});
  expect(after.flows.map((flow) => flow.slug)).toEqual(["mail"]);
  expect(after.consumers).toEqual([]);
});
