import { beforeAll, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { registerSchema } from "../schemas/register-schema";
import { setGate } from "../schemas/set-gate";
import { topicSchemas } from "../schemas/topic-schemas";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { deployFlow } from "./deploy-flow";
import { importFlow } from "./import-flow";
import { previewDeploy } from "./preview-deploy";

const database = useTestDatabase();
let actor: Actor;
let flow: string;

const document = `
millrace: 1
name: Desk
producers: []
topics:
  - { name: order.placed }
consumers:
  - id: desk
    name: Desk
    when: [order.placed]
    steps:
      - { id: words, type: set-fields, config: { fields: [{ field: title, value: "For {{ data.mail }}" }] } }
`;

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "typed");
  await makeTopic(deps, actor, "order.placed");
  const text = JSON.stringify({ type: "object", properties: { email: {} }, additionalProperties: false });
  await registerSchema(deps, actor, { subject: "order", text });
  flow = (await importFlow(deps, actor, { text: document })).slug;
});

const sentence = "*Set fields* reads `mail`, which `order.placed` does not have. Did you mean `email`?";

it("warns of a field that the schema lacks, and refuses where the topic lets nothing else through", async () => {
  const { deps } = database;
  const ask = async () =>
    (await previewDeploy(deps, actor, { flow })).issues
      .filter(({ code }) => code === "not-in-schema")
      .map(({ severity, message }) => [severity, message]);
  expect(await ask()).toEqual([]);
  await setGate(deps, actor, { topic: "order.placed", gate: "reject", subject: "order" });
  expect(await ask()).toEqual([["problem", sentence]]);
  await expect(deployFlow(deps, actor, { flow })).rejects.toMatchObject({
    code: "not-deployable",
    details: { issues: [{ code: "not-in-schema", message: sentence }] },
  });
  await setGate(deps, actor, { topic: "order.placed", gate: "warn" });
  expect(await ask()).toEqual([["warning", sentence]]);
  await expect(deployFlow(deps, actor, { flow })).resolves.toMatchObject({ isNew: true });
});

it("follows the schema: its newest version, under the subject of the topic or the topic's own name", async () => {
  const { deps } = database;
  const names = async (...topics: string[]) =>
    (await topicSchemas(deps, actor, { topics })).map(({ topic, subject, version, shape }) => [
      topic,
      subject,
      version,
      shape.fields.map(({ name }) => name),
    ]);
  expect(await names("order.placed", "nothing.here")).toEqual([["order.placed", "order", 1, ["email"]]]);
  const text = JSON.stringify({
    type: "object",
    properties: { email: {}, mail: {} },
    additionalProperties: false,
  });
  await registerSchema(deps, actor, { subject: "order", text });
  expect(await names("order.placed", "order")).toEqual([
    ["order.placed", "order", 2, ["email", "mail"]],
    ["order", "order", 2, ["email", "mail"]],
  ]);
});
