import { beforeAll, describe, expect, it } from "vitest";
import { schemaDifference } from "@/server/asyncapi/official-schema";
import { topicNamesOf } from "../compile/topic-names-of";
import { addNewTopic } from "../edit/new-cards";
import { removeCards } from "../edit/remove-cards";
import { readJsonSchema } from "../schema/read-json-schema";
import { testNodes } from "../testing/test-nodes";
import { asyncApiText } from "./document-text";
import { type AsyncApiProposal, readAsyncApi } from "./read-document";
import { writeAsyncApi } from "./write-document";

const original = `
asyncapi: 3.0.0
id: urn:shop:desk
info:
  title: Desk
  version: 2.4.1
  contact: { name: Ana }
  x-cost-centre: 12
servers:
  kafka: { host: kafka.shop.example, protocol: kafka }
x-team: desk
channels:
  in/placed:
    address: shop.{shop}.placed
    title: Orders
    servers: [{ $ref: '#/servers/kafka' }]
    parameters: { shop: { description: Which shop. } }
    bindings: { kafka: { partitions: 4 } }
    x-owner: Ana
    messages:
      placed: { $ref: '#/components/messages/placed' }
      changed: { payload: { type: object } }
  out:
    address: order.confirmed
    messages: { confirmed: { payload: { $ref: 'https://shop.example/confirmed.json' } } }
operations:
  onPlaced:
    action: receive
    channel: { $ref: '#/channels/in~1placed' }
    messages: [{ $ref: '#/channels/in~1placed/messages/placed' }]
    reply: { channel: { $ref: '#/channels/out' } }
    tags: [{ name: orders }]
    x-slo: 99.9
  confirm: { action: send, channel: { $ref: '#/channels/out' } }
components:
  messages:
    placed: { name: Placed, payload: { $ref: '#/components/schemas/order' }, x-examples: none }
  schemas:
    order: { type: object, properties: { id: { type: string } } }
`;

function read(text: string): AsyncApiProposal {
  const { proposal, refusal } = readAsyncApi(text, testNodes);
  if (proposal === undefined) throw new Error(JSON.stringify(refusal));
  return proposal;
}

/** Exports the flow of a proposal, as the registry has it after the import, but for what was changed. */
function exported(
  proposal: AsyncApiProposal,
  flow = proposal.flows[0],
  changed: Record<string, string> = {},
) {
  if (flow === undefined) throw new Error("There is no flow.");
  const topics = topicNamesOf(flow, testNodes).map((name) => {
    const found = proposal.schemas.find(({ subject }) => subject === name)?.text;
    const text = changed[name] ?? found;
    const card = flow.topics.find((topic) => topic.name === name);
    if (text === undefined) return { name, description: card?.description };
    const { root, dialect } = readJsonSchema(text);
    const common = {
      subject: name,
      version: 1,
      format: "JSON",
      references: [],
      documents: new Map(),
    } as const;
    return { name, description: card?.description, schema: { ...common, schema: root, dialect } };
  });
  return writeAsyncApi(
    {
      title: flow.name,
      description: flow.description,
      version: "draft",
      flows: [flow],
      topics,
      original: proposal,
    },
    testNodes,
  );
}

// The official schema is compiled when it is asked for first.
beforeAll(async () => {
  await schemaDifference("3.0.0", {});
});

describe("what Millrace has no words for", () => {
  it("stands in the next document, and the flow is the same again", async () => {
    const proposal = read(original);
    const document = exported(proposal);
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    const { root } = proposal;
    const { channels, operations } = root;
    const at = (value: unknown, name: string) => Object(value)[name];
    expect(document).toMatchObject({
      id: root.id,
      info: root.info,
      servers: root.servers,
      "x-team": "desk",
      channels: {
        "in/placed": { ...at(channels, "in/placed"), "x-millrace": { topic: "shop.shop.placed" } },
        out: at(channels, "out"),
      },
      operations: {
        onPlaced: { ...at(operations, "onPlaced"), "x-millrace": { operation: "receive.onplaced" } },
        confirm: at(operations, "confirm"),
      },
      components: at(root, "components"),
    });
    const again = read(asyncApiText(document, "yaml"));
    expect(again.flows).toEqual(proposal.flows);
    expect(again.schemas).toEqual(proposal.schemas);
    expect(exported(again)).toEqual(document);
  });

  it("gives way to what was changed since", async () => {
    const proposal = read(original);
    const [flow] = proposal.flows;
    if (flow === undefined) throw new Error("There is no flow.");
    const smaller = removeCards(flow, ["producer:confirm", "topic:order.confirmed"], testNodes).document;
    const renamed = addNewTopic({ ...smaller, name: "Counter", description: "New words." }, "order.late");
    const text = '{"type":"object","properties":{"id":{"type":"integer"}}}';
    const document = exported(proposal, renamed, { "shop.shop.placed": text });
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    expect(document).toMatchObject({
      info: { title: "Counter", description: "New words.", version: "2.4.1", contact: { name: "Ana" } },
      channels: {
        "in/placed": { "x-owner": "Ana", messages: { "shop.shop.placed": {} } },
        "order.late": { address: "order.late" },
      },
      components: { schemas: { order: {}, "shop.shop.placed": { schema: JSON.parse(text) } } },
    });
    expect(Object.keys(Object(document.operations))).toEqual(["onPlaced"]);
    // It led to a channel that is gone.
    expect(Object(document.operations).onPlaced).not.toHaveProperty("reply");
    expect(Object(document.operations).onPlaced).toMatchObject({ "x-slo": 99.9, tags: [{ name: "orders" }] });
    expect(read(asyncApiText(document, "json")).flows).toEqual([renamed]);
  });

  it("is kept of a document of version 2 as far as it means the same", async () => {
    const proposal = read(`
asyncapi: 2.6.0
info: { title: Lights, version: 1.0.0, license: { name: MIT } }
servers: { mqtt: { url: 'mqtt://lights.example', protocol: mqtt } }
x-team: lights
channels:
  light/measured:
    x-owner: Mia
    publish:
      operationId: onMeasured
      x-slo: 99
      message: { payload: { type: object } }
`);
    const document = exported(proposal);
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    expect(document).toMatchObject({
      asyncapi: "3.0.0",
      info: { version: "1.0.0", license: { name: "MIT" } },
      "x-team": "lights",
      channels: { "light.measured": { "x-owner": "Mia" } },
      operations: { onmeasured: { action: "receive", "x-slo": 99 } },
    });
    expect(document).not.toHaveProperty("servers");
    expect(read(asyncApiText(document, "yaml")).flows).toEqual(proposal.flows);
  });
});
