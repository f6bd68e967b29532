import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { sendEvent } from "../events/send-event";
import { deleteFlow } from "../flows/delete-flow";
import { deployFlow } from "../flows/deploy-flow";
import { getFlow } from "../flows/get-flow";
import { importFlow } from "../flows/import-flow";
import { saveDraft } from "../flows/save-draft";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { blastRadius } from "./blast-radius";
import { inferFromEvents } from "./infer-from-events";
import { registerSchema } from "./register-schema";

const database = useTestDatabase();
let actor: Actor;

const schemaOf = (properties: Record<string, unknown>, required: readonly string[] = []) =>
  JSON.stringify({ type: "object", properties, required, additionalProperties: false });
const number = { type: "number" };
const text = { type: "string" };

const flow = `
millrace: 1
name: Desk
producers: []
topics:
  - { name: order.placed, position: { x: 0, y: 0 } }
consumers:
  - id: desk
    name: Desk
    when: [order.placed]
    steps:
      - { id: words, type: set-fields, config: { fields: [{ field: title, value: "For {{ data.total }}" }] } }
    position: { x: 300, y: 0 }
samples:
  - { id: usual, name: Usual order, topic: order.placed, data: { total: 3 } }
`;

beforeAll(async () => {
  const { deps } = database;
  actor = await makeWorkspace(deps, "blast");
  await makeTopic(deps, actor, "order.placed");
  await registerSchema(deps, actor, {
    subject: "order.placed",
    text: schemaOf({ total: number, note: text }),
  });
  await importFlow(deps, actor, { text: flow });
  for (const data of [{ total: 1 }, { total: 2, note: "fast" }, { total: 3.5 }])
    await sendEvent(deps, actor, { to: { topic: "order.placed" }, data: JSON.stringify(data) });
});

async function producerOf(slug: string): Promise<string> {
  const where = { flow: { slug }, nodeId: "web" };
  return (await database.deps.db.producer.findFirstOrThrow({ where, select: { id: true } })).id;
}

const ask = (schema: string) => blastRadius(database.deps, actor, { subject: "order.placed", text: schema });

describe("what a schema would break", () => {
  it("names events, expressions and samples", async () => {
    expect(await ask(schemaOf({ note: text }))).toMatchObject({
      topics: [
        {
          topic: "order.placed",
          checked: 3,
          unfit: 3,
          groups: [{ keyword: "additionalProperties", count: 3 }],
        },
      ],
      flows: [{ name: "Desk", consumers: ["Desk"] }],
      expressions: [{ consumer: "Desk", message: expect.stringContaining("`total`") }],
      samples: [{ consumer: null, message: expect.stringContaining("Usual order") }],
      isCut: false,
    });
  });

  it("looks at what runs, too, and tells it from what is only drawn", async () => {
    const { deps } = database;
    const { slug } = await importFlow(deps, actor, { text: flow.replace("name: Desk", "name: Other desk") });
    await deployFlow(deps, actor, { flow: slug });
    const where = async () =>
      (await ask(schemaOf({ note: text }))).expressions.map(({ flowName, where: place }) => [
        flowName,
        place,
      ]);
    expect(await where()).toEqual([
      ["Desk", "draft"],
      ["Other desk", "both"],
    ]);
    const { document, version } = await getFlow(deps, actor, { flow: slug });
    await saveDraft(deps, actor, { flow: slug, version, document: { ...document, consumers: [] } });
    expect(await where()).toEqual([
      ["Desk", "draft"],
      ["Other desk", "live"],
    ]);
    await deleteFlow(deps, actor, { flow: slug });
  });

  it("counts what was kept of addresses before the first deployment", async () => {
    const { deps } = database;
    const shop = flow
      .replace("name: Desk", "name: Shop")
      .replace(
        "producers: []",
        "producers: [{ id: web, type: web-address, name: Web, topic: order.placed, config: {} }]",
      );
    const { slug } = await importFlow(deps, actor, { text: shop });
    const producerId = await producerOf(slug);
    await deps.db.producerSample.createMany({
      data: [{ total: 1 }, { note: "x" }].map((data) => ({
        producerId,
        envelope: {},
        contentType: "application/json",
        data: new TextEncoder().encode(JSON.stringify(data)),
      })),
    });
    expect((await ask(schemaOf({ note: text }))).kept).toEqual({ checked: 2, unfit: 1 });
    await deleteFlow(deps, actor, { flow: slug });
  });

  it("finds nothing where nothing breaks", async () => {
    expect(await ask(schemaOf({ total: number, note: text, customer: text }))).toMatchObject({
      topics: [{ checked: 3, unfit: 0 }],
      expressions: [],
      samples: [],
    });
  });

  it("does not say that a field is gone which other fields may be", async () => {
    const open = JSON.stringify({ type: "object", properties: { note: text } });
    expect((await ask(open)).expressions).toEqual([]);
  });
});

it("reads what the last events of a topic have in common", async () => {
  const { read, unreadable, proposal } = await inferFromEvents(database.deps, actor, {
    topic: "order.placed",
  });
  expect([read, unreadable]).toEqual([3, 0]);
  expect(proposal.fields.map(({ name, node }) => [name, node.kind, node.seen])).toEqual([
    ["total", "number", 3],
    ["note", "text", 1],
  ]);
});
