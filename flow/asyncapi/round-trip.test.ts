import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { schemaDifference } from "@/server/asyncapi/official-schema";
import { topicNamesOf } from "../compile/topic-names-of";
import type { FlowDocument } from "../document/flow-document";
import { withTopicCards } from "../document/with-topic-cards";
import { testFlow, testNodes } from "../edit/edit-fixture";
import { limitReached } from "../edit/limits";
import { idSource } from "../edit/new-ids";
import { readJsonSchema } from "../schema/read-json-schema";
import { anyEdit } from "../testing/random-edits";
import { asyncApiText, textFormats } from "./document-text";
import { readAsyncApi } from "./read-document";
import { type ExportedTopic, writeAsyncApi } from "./write-document";
import type { ExportedSchema } from "./write-schemas";

/** Flows as people make them: any edits one after the other. */
const anyFlow = fc.array(anyEdit(testNodes), { maxLength: 15 }).map((edits) =>
  edits.reduce<FlowDocument>((document, edit) => {
    const next = edit(
      document,
      idSource(document, () => 0.5),
    );
    return limitReached(next) === undefined ? next : document;
  }, testFlow()),
);

const topicsOf = (flows: readonly FlowDocument[]): ExportedTopic[] =>
  [...new Set(flows.flatMap((flow) => topicNamesOf(flow, testNodes)))].map((name) => ({ name }));

const written = (flows: readonly FlowDocument[], topics = topicsOf(flows)) =>
  writeAsyncApi({ title: "Orders", version: "1", flows, topics }, testNodes);

function read(text: string) {
  const { proposal, refusal } = readAsyncApi(text, testNodes);
  if (proposal === undefined) throw new Error(JSON.stringify(refusal));
  return proposal;
}

const schemaOf = (subject: string, text: string, documents: Record<string, unknown> = {}): ExportedSchema => {
  const { root, dialect } = readJsonSchema(text);
  return {
    subject,
    version: 2,
    format: "JSON",
    schema: root,
    dialect,
    references: [],
    documents: new Map(Object.entries(documents)),
  };
};

// The official schemas are compiled when they are asked for first.
beforeAll(async () => {
  await Promise.all(["2.6.0", "3.0.0"].map((version) => schemaDifference(version, {})));
});

describe("a document that was written", () => {
  it("gives equal flows when it is read, in both formats", () => {
    fc.assert(
      fc.property(fc.array(anyFlow, { minLength: 1, maxLength: 2 }), (flows) => {
        for (const format of textFormats) {
          const { flows: again, problems, topics } = read(asyncApiText(written(flows), format));
          expect(problems).toEqual([]);
          expect(again).toEqual(flows.map(withTopicCards));
          expect(topics.map(({ name }) => name)).toEqual(topicsOf(flows).map(({ name }) => name));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("is as the official schema of its version has it", async () => {
    const flows = fc.sample(anyFlow, 20);
    for (const flow of flows) expect(await schemaDifference("3.0.0", written([flow]))).toBeUndefined();
    expect(await schemaDifference("3.0.0", written([]))).toBeUndefined();
    expect(await schemaDifference("3.0.0", { ...written(flows), channel: {} })).toMatchObject({
      pointer: "",
      message: "This is not as AsyncAPI 3.0.0 has it: it must not have `channel`.",
    });
  });

  it("is not searched for what stands twice, which takes the square of a list's length", async () => {
    const tags = [{ name: "a" }, { name: "a" }];
    const schema = { enum: [1, 1] };
    for (const version of ["2.6.0", "3.0.0"]) {
      const channels = { a: version === "2.6.0" ? {} : { messages: { m: { payload: schema, tags } } } };
      const info = { title: "T", version: "1" };
      const document = { asyncapi: version, info, channels, components: { schemas: { s: schema } } };
      expect(await schemaDifference(version, document)).toBeUndefined();
    }
  });

  it.each([
    ["a plain one", '{"type":"object","properties":{"id":{"type":"string","enum":["$ref"]}}}'],
    ["one of 2020-12", '{"type":"object","unevaluatedProperties":false}'],
    [
      "one that names its draft",
      '{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"string"}',
    ],
    [
      "one that refers to itself",
      '{"properties":{"next":{"$ref":"#"},"a":{"$ref":"#/definitions/a"}},"definitions":{"a":{}}}',
    ],
    [
      "one whose fields have the names of keywords",
      '{"properties":{"$ref":{"type":"string"},"default":{"$ref":"#"}}}',
    ],
    ["one that holds what looks like a reference", '{"const":{"$ref":"#/nowhere"}}'],
    ["one that takes everything", "true"],
  ])("keeps a schema to the letter: %s", async (_, text) => {
    const topic = { name: "order.placed", schema: schemaOf("orders", text) };
    const document = written([], [topic, { ...topic, name: "order.changed" }]);
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    const { schemas, topics, problems } = read(asyncApiText(document, "yaml"));
    expect(problems).toEqual([]);
    expect(topics.map(({ subject }) => subject)).toEqual(["orders", "orders"]);
    expect(schemas.map((schema) => JSON.stringify(JSON.parse(schema.text)))).toEqual([text]);
  });

  it("takes the documents along that a schema refers to", async () => {
    const customer = {
      type: "object",
      properties: { address: { $ref: "#/definitions/address" } },
      definitions: { address: {} },
    };
    const text =
      '{"properties":{"customer":{"$ref":"customer.json"},"to":{"$ref":"customer.json#/definitions/address"}}}';
    const topic = { name: "order.placed", schema: schemaOf("orders", text, { "customer.json": customer }) };
    const document = written([], [topic]);
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    const { schemas, problems } = read(asyncApiText(document, "yaml"));
    expect(problems).toEqual([]);
    expect(JSON.parse(schemas[0]?.text ?? "")).toEqual({
      properties: {
        customer: { $ref: "#/definitions/customer.json" },
        to: { $ref: "#/definitions/address" },
      },
      definitions: {
        "customer.json": {
          type: "object",
          properties: { address: { $ref: "#/definitions/address" } },
          definitions: { address: {} },
        },
        address: {},
      },
    });
  });

  it("keeps schemas of Avro and Protobuf with what they refer to", async () => {
    const references = [{ name: "a.proto", subject: "a", version: 1 }];
    const proto = 'syntax = "proto3";\nmessage Order { string id = 1; }\n';
    const avro = { type: "record", name: "Order", fields: [{ name: "id", type: "string" }] };
    const common = { version: 1, documents: new Map<string, unknown>() };
    const document = written(
      [],
      [
        { name: "p", schema: { ...common, subject: "p", format: "PROTOBUF", schema: proto, references } },
        { name: "a", schema: { ...common, subject: "a", format: "AVRO", schema: avro, references: [] } },
      ],
    );
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    const { schemas } = read(asyncApiText(document, "yaml"));
    expect(schemas).toMatchObject([
      { subject: "p", format: "PROTOBUF", text: proto, references },
      { subject: "a", format: "AVRO", text: JSON.stringify(avro, null, 2), references: [] },
    ]);
  });

  it("has the samples of a flow as examples, and a title and a description where there are any", async () => {
    const flow = testFlow();
    const [topic = ""] = topicNamesOf(flow, testNodes);
    const sampled = { ...flow, samples: [{ id: "s", name: "Big one", topic, data: { total: 900 } }] };
    const document = writeAsyncApi(
      { title: "A", version: "3", description: "Words.", flows: [sampled], topics: topicsOf([sampled]) },
      testNodes,
    );
    expect(await schemaDifference("3.0.0", document)).toBeUndefined();
    expect(document).toMatchObject({
      info: { title: "A", version: "3", description: "Words." },
      components: { messages: { [topic]: { examples: [{ name: "Big one", payload: { total: 900 } }] } } },
    });
  });
});
