import { beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { flowsWithTopic } from "./flows-with-topic";
import { getFlow } from "./get-flow";
import { importFlow } from "./import-flow";
import { pinSample, unpinSample } from "./pin-sample";

const database = useTestDatabase();
let actor: Actor;
let flow: string;
const topic = "order.placed";

const flowText = (name: string, drawn: string) => `
millrace: 1
name: ${name}
topics: [{ name: ${drawn} }]
producers: []
consumers: []
`;

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "samples");
  const topicId = await makeTopic(deps, actor, topic);
  await writeEvents(deps, topicId, [
    { id: "paid", data: '{"total":120,"paid":true}' },
    { id: "words", data: "not JSON" },
    { id: "large", data: JSON.stringify("x".repeat(70_000)) },
  ]);
  flow = (await importFlow(deps, actor, { text: flowText("Desk", topic) })).slug;
  await importFlow(deps, actor, { text: flowText("Elsewhere", "order.sent") });
});

const samples = async () => (await getFlow(database.deps, actor, { flow })).document.samples;
const pin = (offset: number, name = "Paid order") =>
  pinSample(database.deps, actor, { flow, event: { topic, offset }, name });

it("makes an event a sample of a draft, once, and takes it away again", async () => {
  const { deps } = database;
  expect(await flowsWithTopic(deps, actor, { topic })).toEqual([{ slug: flow, name: "Desk", samples: [] }]);
  const { id, flowName } = await pin(1);
  expect(flowName).toBe("Desk");
  expect(await samples()).toEqual([{ id, name: "Paid order", topic, data: { total: 120, paid: true } }]);
  expect(await flowsWithTopic(deps, actor, { topic })).toMatchObject([{ samples: ["Paid order"] }]);
  await expect(pin(1, "Again")).rejects.toMatchObject({ code: "conflict" });
  await unpinSample(deps, actor, { flow, id });
  await unpinSample(deps, actor, { flow, id });
  expect(await samples()).toEqual([]);
});

it("takes text as it is, and nothing that is too large", async () => {
  const { id } = await pin(2, "Words");
  expect(await samples()).toEqual([{ id, name: "Words", topic, data: "not JSON" }]);
  await unpinSample(database.deps, actor, { flow, id });
  await expect(pin(3)).rejects.toMatchObject({ code: "bad-input" });
});

it("asks for the role that draws, and stays in the workspace", async () => {
  const { deps } = database;
  const input = { flow, event: { topic, offset: 1 }, name: "Mine" };
  await expect(pinSample(deps, { ...actor, role: "operator" }, input)).rejects.toMatchObject({
    code: "not-allowed",
  });
  const stranger = await makeWorkspace(deps, "samples-foreign");
  await expect(pinSample(deps, stranger, input)).rejects.toMatchObject({ code: "not-found" });
  expect(await flowsWithTopic(deps, stranger, { topic })).toEqual([]);
});
