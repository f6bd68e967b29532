import { beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "../auth/actor";
import { createFlow } from "../flows/create-flow";
import { getFlow } from "../flows/get-flow";
import { getSchemaText } from "../schemas/list-schemas";
import { registerSchema } from "../schemas/register-schema";
import { setGate } from "../schemas/set-gate";
import { setSchemaRules } from "../schemas/set-schema-rules";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { exportFlowAsyncApi, exportWorkspaceAsyncApi, originalAsyncApi } from "./export-asyncapi";
import { importAsyncApi } from "./import-asyncapi";
import { previewAsyncApi } from "./preview-asyncapi";

const database = useTestDatabase();
let here: Actor;
let there: Actor;

beforeAll(async () => {
  here = await makeWorkspace(database.deps, "here");
  there = await makeWorkspace(database.deps, "there");
});

const schema = (...required: string[]) =>
  JSON.stringify({
    type: "object",
    properties: { total: { type: "number" }, vat: { type: "number" } },
    required,
    additionalProperties: false,
  });

const flow = () => flowOf("web-address > order.placed > filter > order.paid\n> order.paid > set-fields");

/** A document that somebody else wrote. */
const foreign = `
asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  placed:
    address: shop/orderPlaced
    description: Somebody ordered.
    messages:
      placed: { $ref: '#/components/messages/placed' }
  paid:
    address: shop/orderPaid
    messages:
      paid:
        payload: { $ref: 'https://example.com/paid.json' }
operations:
  sendPlaced: { action: send, channel: { $ref: '#/channels/placed' } }
  onPaid: { action: receive, title: Book it, channel: { $ref: '#/channels/paid' } }
components:
  messages:
    placed:
      payload:
        type: object
        properties: { total: { $ref: '#/components/schemas/money' } }
  schemas:
    money: { type: number }
`;

describe("a flow as an AsyncAPI document", () => {
  it("comes back equal in another workspace, with its schemas and topics", async () => {
    const { deps } = database;
    const { slug } = await createFlow(deps, here, { document: flow() });
    await makeTopic(deps, here, "order.placed");
    await registerSchema(deps, here, { subject: "orders", text: schema("total") });
    await registerSchema(deps, here, { subject: "order.paid", text: schema() });
    await setGate(deps, here, { topic: "order.placed", gate: "warn", subject: "orders" });
    const { text, fileName } = await exportFlowAsyncApi(deps, here, { flow: slug });
    expect(fileName).toBe("test-flow.asyncapi.yaml");
    expect(await exportFlowAsyncApi(deps, here, { flow: slug })).toEqual({ text, fileName });

    const preview = await previewAsyncApi(deps, there, { text });
    expect(preview).toMatchObject({
      title: "Test flow",
      version: "3.0.0",
      problems: [],
      topics: [
        { name: "order.placed", isNew: true, subject: "orders" },
        { name: "order.paid", isNew: true, subject: "order.paid" },
      ],
      flows: [{ name: "Test flow", producers: 1, consumers: 2 }],
    });
    expect(preview.schemas).toMatchObject([
      { subject: "orders", state: "new", version: 1 },
      { subject: "order.paid", state: "new", version: 1 },
    ]);
    expect(await deps.db.topic.count({ where: { workspaceId: there.workspaceId } })).toBe(0);

    const made = await importAsyncApi(deps, there, { text });
    expect(made).toMatchObject({
      topics: ["order.placed", "order.paid"],
      refused: [],
      flows: [{ slug: "test-flow", name: "Test flow" }],
    });
    const original = await getFlow(deps, here, { flow: slug });
    const copy = await getFlow(deps, there, { flow: "test-flow" });
    expect(copy.document).toEqual(original.document);
    expect(copy.state).toBe("draft");
    expect((await getSchemaText(deps, there, { subject: "orders", version: "latest" })).text).toContain(
      "vat",
    );
    const gate = await deps.db.topicGate.findFirst({ where: { topic: { workspaceId: there.workspaceId } } });
    expect(gate).toMatchObject({ gate: "off", subject: "orders" });
    expect((await exportFlowAsyncApi(deps, there, { flow: "test-flow" })).text).toBe(text);
  });

  it("makes nothing twice but the flow, under another name", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "twice");
    await importAsyncApi(deps, actor, { text: foreign });
    const preview = await previewAsyncApi(deps, actor, { text: foreign });
    expect(preview.topics.map(({ isNew }) => isNew)).toEqual([false, false]);
    expect(preview.schemas).toMatchObject([{ state: "same", version: 1 }]);
    const again = await importAsyncApi(deps, actor, { text: foreign });
    expect(again).toMatchObject({
      topics: [],
      schemas: [{ subject: "shop.order.placed", version: 1, isNew: false }],
      flows: [{ slug: "shop-2", name: "Shop 2" }],
    });
    const audit = await deps.db.auditEntry.findMany({
      where: { workspaceId: actor.workspaceId, action: "asyncapi.imported" },
      orderBy: { id: "asc" },
    });
    expect(audit.map(({ resource, detail }) => [resource, detail])).toEqual([
      ["Shop", { topics: 2, schemas: 1, flows: 1 }],
      ["Shop", { topics: 0, schemas: 0, flows: 1 }],
    ]);
  });

  it("leaves room for the number behind a long name", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "long");
    const text = JSON.stringify({ asyncapi: "3.0.0", info: { title: "n".repeat(120), version: "1" } });
    for (const end of ["n", " 2", " 3"]) {
      const { flows } = await importAsyncApi(deps, actor, { text });
      expect(flows[0]?.name.endsWith(end)).toBe(true);
      const { document } = await getFlow(deps, actor, { flow: flows[0]?.slug ?? "" });
      expect(document.name).toBe(flows[0]?.name);
    }
  });

  it("holds all of a workspace", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "whole");
    await createFlow(deps, actor, { document: flow() });
    await createFlow(deps, actor, { document: { ...flow(), name: "Other" } });
    await makeTopic(deps, actor, "alone");
    const { text } = await exportWorkspaceAsyncApi(deps, actor, { format: "json" });
    expect(Object.keys(JSON.parse(text).channels)).toEqual(["order.placed", "order.paid", "alone"]);
    const copy = await makeWorkspace(deps, "copy");
    const { flows } = await importAsyncApi(deps, copy, { text });
    expect(flows.map(({ name }) => name)).toEqual(["Other", "Test flow"]);
    expect((await exportWorkspaceAsyncApi(deps, copy, { format: "json" })).text).toBe(
      text.replace('"title": "whole"', '"title": "copy"'),
    );
  });
});

describe("a document of somebody else", () => {
  it("becomes topics, schemas and a flow of stubs, and what cannot be taken over is told with its line", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "foreign");
    const { problems } = await previewAsyncApi(deps, actor, { text: foreign });
    expect(problems).toEqual([
      {
        pointer: "/channels/paid/messages/paid/payload",
        line: 14,
        message:
          "`https://example.com/paid.json` is another document, and nothing is fetched. Put what it names into this one.",
      },
    ]);
    const { flows } = await importAsyncApi(deps, actor, { text: foreign });
    const { document } = await getFlow(deps, actor, { flow: flows[0]?.slug ?? "" });
    expect(document).toMatchObject({
      name: "Shop",
      producers: [{ name: "Send placed", type: "web-address", topic: "shop.order.placed" }],
      consumers: [{ name: "Book it", when: ["shop.order.paid"], steps: [] }],
      topics: [{ name: "shop.order.placed", description: "Somebody ordered." }, { name: "shop.order.paid" }],
    });
  });

  it("is kept to the letter, and what only it says stands in the exports of its flow", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "kept");
    const { flows } = await importAsyncApi(deps, actor, { text: foreign });
    const slug = flows[0]?.slug ?? "";
    expect(await originalAsyncApi(deps, actor, { flow: slug })).toEqual({
      fileName: "shop.original.yaml",
      text: foreign,
    });
    const { text } = await exportFlowAsyncApi(deps, actor, { flow: slug, format: "json" });
    const { "x-millrace": own, ...document } = JSON.parse(text);
    expect(own).toMatchObject({ flows: [{ name: "Shop" }] });
    expect(document).toMatchObject({
      info: { title: "Shop", version: "1.0.0" },
      channels: {
        placed: {
          address: "shop/orderPlaced",
          messages: { placed: { $ref: "#/components/messages/placed" } },
          "x-millrace": { topic: "shop.order.placed" },
        },
      },
      operations: { sendPlaced: { action: "send" }, onPaid: { title: "Book it" } },
      components: { schemas: { money: { type: "number" } } },
    });
    // A change of the schema replaces what the document said of it.
    const changed = '{"type":"object","properties":{"total":{"type":"number"},"note":{"type":"string"}}}';
    await setSchemaRules(deps, actor, { subject: "shop.order.placed", level: "NONE" });
    await registerSchema(deps, actor, { subject: "shop.order.placed", text: changed });
    const later = JSON.parse((await exportFlowAsyncApi(deps, actor, { flow: slug, format: "json" })).text);
    expect(later.components.schemas["shop.order.placed"]).toMatchObject({ schema: JSON.parse(changed) });

    const plain = await createFlow(deps, actor, { document: flow() });
    await expect(originalAsyncApi(deps, actor, { flow: plain.slug })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("does not change a schema against its rules, and makes the rest", async () => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, "rules");
    await registerSchema(deps, actor, { subject: "shop.order.placed", text: '{"type":"string"}' });
    const { schemas } = await previewAsyncApi(deps, actor, { text: foreign });
    expect(schemas).toMatchObject([{ subject: "shop.order.placed", state: "refused", version: null }]);
    const made = await importAsyncApi(deps, actor, { text: foreign });
    expect(made).toMatchObject({ schemas: [], refused: [{ subject: "shop.order.placed" }] });
    expect(made.topics).toEqual(["shop.order.placed", "shop.order.paid"]);
  });

  it("is refused with a sentence when it is none", async () => {
    const preview = (text: string) => previewAsyncApi(database.deps, here, { text });
    await expect(preview("hello")).rejects.toMatchObject({
      code: "bad-input",
      message: "This is not an AsyncAPI document: one begins with `asyncapi: 3.0.0`.",
    });
    await expect(preview("asyncapi: 3.0.0\nchannels: [")).rejects.toMatchObject({
      message: expect.stringMatching(/^line \d: /),
    });
    await expect(preview(`asyncapi: 3.0.0\nx: ${"a".repeat(1024 * 1024)}`)).rejects.toMatchObject({
      code: "bad-input",
    });
  });

  it("is told where it is not as the official schema has it", async () => {
    const text = "asyncapi: 3.0.0\ninfo: { title: X, version: 1.0.0 }\nchannels:\n  a: { adress: a }\n";
    const { problems, topics } = await previewAsyncApi(database.deps, here, { text });
    expect(topics).toMatchObject([{ name: "a" }]);
    expect(problems).toEqual([
      {
        pointer: "/channels/a",
        line: 4,
        message: "This is not as AsyncAPI 3.0.0 has it: it must not have `adress`.",
      },
    ]);
  });
});
