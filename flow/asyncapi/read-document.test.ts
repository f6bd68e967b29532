import { describe, expect, it } from "vitest";
import { parseFlow } from "../document/parse-flow";
import { testNodes } from "../testing/test-nodes";
import { looksLikeAsyncApi } from "./looks-like-asyncapi";
import { readAsyncApi } from "./read-document";

function read(text: string) {
  const { proposal, refusal } = readAsyncApi(text, testNodes);
  if (proposal === undefined) throw new Error(JSON.stringify(refusal));
  return proposal;
}

const refusal = (text: string) => readAsyncApi(text, testNodes).refusal?.message;
const of = (rest: object) =>
  read(JSON.stringify({ asyncapi: "3.0.0", info: { title: "T", version: "1" }, ...rest }));
const payloadOf = (payload: unknown, rest: object = {}) =>
  of({ channels: { a: { messages: { m: { payload } } } }, ...rest });
const texts = ({ schemas }: ReturnType<typeof read>) => schemas.map(({ text }) => JSON.parse(text));
const messages = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ pointer, message }) => `${pointer} ${message}`);

describe("a document of AsyncAPI 3", () => {
  it("becomes topics by address, else by name, each once", () => {
    const { topics } = of({
      channels: {
        one: { address: "user/{id}/signedUp" },
        two: { address: "user/{id}/signedUp" },
        "order.placed": { address: null },
        orderPlaced: {},
        ß: {},
        long: { address: "x".repeat(200) },
      },
    });
    expect(topics.map(({ name, channel }) => [channel, name])).toEqual([
      ["one", "user.id.signed.up"],
      ["two", "two"],
      ["order.placed", "order.placed"],
      ["orderPlaced", "order.placed-2"],
      ["ß", "topic"],
      ["long", "long"],
    ]);
  });

  it("becomes a flow: who sends is a producer, who receives a consumer, examples are samples", () => {
    const { flows, problems } = of({
      info: { title: "Shop", version: "1", description: "Sells." },
      channels: {
        placed: {
          address: "order.placed",
          description: "Somebody ordered.",
          messages: { m: { examples: [{ name: "Big", payload: { total: 9 } }, { headers: {} }] } },
        },
      },
      operations: {
        constructor: { action: "send", channel: { $ref: "#/channels/placed" } },
        onOrderPlaced: { action: "receive", channel: { $ref: "#/channels/placed" }, reply: {} },
        named: { action: "receive", title: "Ship it", channel: { $ref: "#/channels/placed" } },
        lost: { action: "receive", channel: { $ref: "#/channels/gone" } },
        strange: { action: "think", channel: { $ref: "#/channels/placed" } },
      },
    });
    expect(flows).toMatchObject([
      {
        name: "Shop",
        description: "Sells.",
        producers: [{ id: "constructor-2", type: "source", name: "Constructor", topic: "order.placed" }],
        consumers: [
          { id: "onorderplaced", name: "On order placed", when: ["order.placed"], steps: [] },
          { id: "named", name: "Ship it" },
        ],
        topics: [{ name: "order.placed", description: "Somebody ordered." }],
        samples: [{ id: "big", name: "Big", topic: "order.placed", data: { total: 9 } }],
      },
    ]);
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      "/operations/onOrderPlaced/reply",
      "/operations/lost",
      "/operations/strange",
    ]);
  });

  it("draws into a flow that Millrace wrote only what was added since", () => {
    const flow = {
      millrace: 1,
      name: "F",
      producers: [{ id: "p", type: "source", name: "P", topic: "a", config: {} }],
    };
    const channel = { $ref: "#/channels/a" };
    const document = {
      channels: { a: { address: "a" } },
      operations: { "send.p": { action: "send", channel }, also: { action: "receive", channel } },
      "x-millrace": { format: 1, flows: [flow] },
    };
    expect(of(document).flows).toMatchObject([
      { name: "F", producers: [{ id: "p" }], consumers: [{ id: "also" }] },
    ]);
    const broken = of({ ...document, "x-millrace": { format: 1, flows: [{ millrace: 1 }] } });
    expect(messages(broken)).toEqual([
      "/x-millrace/flows/0 This flow cannot be read: name: This is missing.",
    ]);
    expect(broken.flows).toMatchObject([{ name: "T", producers: [{ id: "send-p" }] }]);
    expect(messages(of({ ...document, "x-millrace": { format: 2 } }))).toEqual([
      "/x-millrace This was not written by this version of Millrace, and is not read.",
    ]);
  });
});

describe("a schema of a document", () => {
  const money = { type: "number", minimum: 0 };

  it("stands on its own, with what it refers to", () => {
    const tree = {
      properties: { up: { $ref: "#/components/schemas/tree" }, cost: { $ref: "#/components/schemas/money" } },
    };
    const components = { schemas: { money, tree } };
    const payload = {
      properties: { tree: { $ref: "#/components/schemas/tree" } },
      definitions: { money: {} },
    };
    expect(texts(payloadOf(payload, { components }))).toEqual([
      {
        properties: { tree: { $ref: "#/definitions/tree" } },
        definitions: {
          money: {},
          "money-2": money,
          tree: {
            properties: { up: { $ref: "#/definitions/tree" }, cost: { $ref: "#/definitions/money-2" } },
          },
        },
      },
    ]);
    expect(texts(payloadOf({ $ref: "#/components/schemas/tree" }, { components }))).toEqual([
      { properties: { up: { $ref: "#" }, cost: { $ref: "#/definitions/money" } }, definitions: { money } },
    ]);
    const standalone = { properties: { a: { $ref: "#/definitions/b" } }, definitions: { b: {} } };
    expect(texts(payloadOf(standalone))).toEqual([standalone]);
  });

  it("is one of several where a channel has several messages", () => {
    const components = { messages: { paid: { payload: { type: "object" } }, refunded: { payload: money } } };
    const channel = {
      messages: { p: { $ref: "#/components/messages/paid" }, r: { $ref: "#/components/messages/refunded" } },
    };
    expect(texts(of({ channels: { a: channel }, components }))).toEqual([
      {
        oneOf: [{ $ref: "#/definitions/paid" }, { $ref: "#/definitions/refunded" }],
        definitions: { paid: { type: "object" }, refunded: money },
      },
    ]);
  });

  it("belongs to the subject that Millrace wrote, unless that is none", () => {
    const subjectOf = (subject: unknown) =>
      payloadOf({ schemaFormat: "application/schema+json", schema: money, "x-millrace": { subject } })
        .topics[0]?.subject;
    expect(subjectOf("orders")).toBe("orders");
    for (const none of ["", "a\nb", "a".repeat(256), 7, null]) expect(subjectOf(none)).toBe("a");
  });

  it("keeps its format and its draft", () => {
    const multi = (schemaFormat: string, schema: unknown) => payloadOf({ schemaFormat, schema }).schemas[0];
    expect(multi("application/vnd.apache.avro+json;version=1.9.0", { type: "string" })?.format).toBe("AVRO");
    expect(multi("application/vnd.google.protobuf;version=3", "message A {}")).toMatchObject({
      format: "PROTOBUF",
      text: "message A {}",
    });
    expect(multi("application/schema+json;version=draft-07", money)?.text).toBe(
      JSON.stringify(money, null, 2),
    );
    expect(JSON.parse(multi("application/schema+json;version=2020-12", money)?.text ?? "")).toEqual({
      ...money,
      $schema: "https://json-schema.org/draft/2020-12/schema",
    });
    const raml = payloadOf({ schemaFormat: "application/raml+yaml;version=1.0", schema: {} });
    expect(messages(raml)).toEqual([
      "/channels/a/messages/m/payload Schemas of the format `application/raml+yaml;version=1.0` are not kept here.",
    ]);
    expect(raml.schemas).toEqual([]);
    expect(raml.topics).toMatchObject([{ name: "a", subject: undefined }]);
  });

  it("is left out, with its place, when something is not there", () => {
    const elsewhere = (reference: string) =>
      `\`${reference}\` is another document, and nothing is fetched. Put what it names into this one.`;
    for (const reference of ["https://example.com/a.json", "file:///etc/passwd", "./a.yaml#/b", "//host/a"]) {
      const inside = payloadOf({ properties: { a: { $ref: reference } } });
      expect(messages(inside)).toEqual([`/channels/a/messages/m/payload ${elsewhere(reference)}`]);
      expect(inside.schemas).toEqual([]);
      expect(messages(of({ channels: { a: { $ref: reference } } }))).toEqual([
        `/channels/a ${elsewhere(reference)}`,
      ]);
    }
    expect(messages(payloadOf({ $ref: "#/components/schemas/none" }))).toEqual([
      "/channels/a/messages/m/payload `#/components/schemas/none` leads nowhere.",
    ]);
    expect(messages(payloadOf({ not: { $ref: "#/constructor" } }))).toEqual([
      "/channels/a/messages/m/payload `#/constructor` leads nowhere.",
    ]);
    expect(messages(payloadOf(7))).toEqual([
      "/channels/a/messages/m/payload A JSON Schema is an object, or true or false.",
    ]);
  });
});

describe("a document of AsyncAPI 2", () => {
  it("is read from the other side: what others publish it receives", () => {
    const { topics, flows, schemas, problems, version } = read(`
asyncapi: 2.6.0
info: { title: Lights, version: 1.0.0 }
channels:
  light/{id}/measured:
    description: A measurement.
    publish:
      operationId: onMeasured
      summary: Take a measurement
      message: { $ref: '#/components/messages/measured' }
  light/{id}/switched:
    subscribe:
      message:
        oneOf:
          - name: on
            schemaFormat: application/vnd.apache.avro;version=1.9.0
            payload: { type: record, name: On, fields: [] }
components:
  messages:
    measured: { payload: { type: object, properties: { lumens: { $ref: '#/components/schemas/lumens' } } } }
  schemas:
    lumens: { type: integer }
`);
    expect(version).toBe("2.6.0");
    expect(problems).toEqual([]);
    expect(topics.map(({ name }) => name)).toEqual(["light.id.measured", "light.id.switched"]);
    expect(schemas).toMatchObject([
      { subject: "light.id.measured", format: "JSON" },
      { subject: "light.id.switched", format: "AVRO" },
    ]);
    expect(flows).toMatchObject([
      {
        name: "Lights",
        producers: [{ id: "light-id-switched-subscribe", topic: "light.id.switched" }],
        consumers: [{ id: "onmeasured", name: "Take a measurement", when: ["light.id.measured"] }],
      },
    ]);
  });
});

describe("what is no document", () => {
  it("is refused with a sentence", () => {
    for (const text of ["", "hello", "[]", "millrace: 1", "asyncapi: 3", "null"])
      expect(refusal(text)).toBe("This is not an AsyncAPI document: one begins with `asyncapi: 3.0.0`.");
    expect(refusal("asyncapi: 1.2.0")).toBe("AsyncAPI 1.2.0 is not read: versions 2 and 3 are.");
    expect(refusal("asyncapi: 4.0.0")).toContain("is not read");
    expect(refusal("asyncapi: 3.0.0\nasyncapi: 3.0.0")).toContain("unique");
    expect(refusal(`asyncapi: 3.0.0\nx-a: ${'"'}\\0"`)).toContain("U+0000");
  });

  it.each(["channels", "operations", "components", "info", "x-millrace"])(
    "does not stumble over strange %s",
    (name) => {
      for (const value of [
        null,
        7,
        "text",
        [],
        [[]],
        { a: null },
        { a: [] },
        { a: { $ref: 7 } },
        { a: { messages: [] } },
      ])
        expect(of({ [name]: value }).flows.map((flow) => parseFlow(flow).faults)).toEqual([undefined]);
    },
  );
});

describe("a hostile document", () => {
  it("becomes flows that can be stored", () => {
    const long = `${"x".repeat(119)}😀`.repeat(30);
    const { flows } = of({
      info: { title: long, description: long },
      channels: { [long]: { description: long, messages: { [long]: { examples: [{ payload: long }] } } } },
      operations: {
        [long]: { action: "send", channel: { $ref: `#/channels/${long}` } },
        b: { action: "receive", title: long, channel: { $ref: `#/channels/${long}` } },
      },
    });
    expect(flows.map((flow) => parseFlow(flow).faults)).toEqual([undefined]);
    expect(flows).toMatchObject([{ producers: [{}], consumers: [{ name: "x".repeat(119) }] }]);
    const topics = Array.from({ length: 200 }, (_, at) => ({ name: `t${at}` }));
    const full = of({
      channels: { n: {} },
      operations: { send: { action: "send", channel: { $ref: "#/channels/n" } } },
      "x-millrace": { format: 1, flows: [{ millrace: 1, name: "Full", topics }] },
    });
    expect(full.flows.map((flow) => parseFlow(flow).faults)).toEqual([undefined]);
    expect(full.problems).toMatchObject([{ pointer: "/operations/send" }]);
  });

  it("is not expanded beyond bounds", () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) =>
        `x-${at}: &a${at} [${Array(10)
          .fill(at === 0 ? "x" : `*a${at - 1}`)
          .join(", ")}]`,
    );
    expect(refusal(`asyncapi: 3.0.0\n${levels.join("\n")}\n`)).toContain("Write it out");
    expect(refusal(`asyncapi: 3.0.0\nx-a: ${"[".repeat(5_000)}`)).toBe("This document is nested too deeply.");
    expect(refusal(`asyncapi: 3.0.0\nx-a: &a [*a]`)).toBeDefined();
    expect(refusal(JSON.stringify({ asyncapi: "3.0.0", "x-a": Array(200_000).fill(1) }))).toContain("values");
    expect(refusal(`asyncapi: 3.0.0\nx-a: ${"a".repeat(1024 * 1024)}`)).toContain("1 MB");
  });

  it("may have aliases as people write them", () => {
    const { topics } = read("asyncapi: 3.0.0\nchannels:\n  a: &a { address: a, description: D }\n  b: *a\n");
    expect(topics).toMatchObject([{ name: "a", description: "D" }, { name: "b" }]);
  });

  it("ends where its references go in circles", () => {
    const circle = { $ref: "#/components/messages/b" };
    const back = { $ref: "#/components/messages/a" };
    const { problems } = of({
      channels: { a: { messages: { m: back } } },
      components: { messages: { a: circle, b: back } },
    });
    expect(problems).toMatchObject([{ message: "There are too many references on the way from here." }]);
    const self = payloadOf(
      { $ref: "#/components/schemas/s" },
      { components: { schemas: { s: { $ref: "#/components/schemas/s" } } } },
    );
    expect(self.schemas).toEqual([]);
    expect(self.problems).toHaveLength(1);
  });

  it("brings only so many schemas, however often they are referred to", () => {
    const big = { description: "x".repeat(300_000) };
    const channels = Object.fromEntries(
      Array.from({ length: 150 }, (_, at) => [
        `c${at}`,
        { messages: { m: { payload: { title: `${at}`, not: { $ref: "#/components/schemas/big" } } } } },
      ]),
    );
    const { schemas, problems } = of({ channels, components: { schemas: { big } } });
    expect(schemas.length).toBeLessThan(20);
    expect(problems).toMatchObject([{ message: "With what it refers to, this schema is too large." }]);
  });

  it("copies no part again and again, whatever it is called", () => {
    const list = [{ description: "x".repeat(10_000) }];
    const names = ["0", "00", "0e0", "0x0", "-0", " 0"];
    const oneOf = names.map((name) => ({ $ref: `#/components/schemas/list/oneOf/${name}` }));
    const { schemas, problems } = payloadOf(
      { oneOf },
      { components: { schemas: { list: { oneOf: list } } } },
    );
    expect(schemas).toEqual([]);
    expect(problems).toMatchObject([{ message: "`#/components/schemas/list/oneOf/00` leads nowhere." }]);
    // A part of a part of a part, each with all that is in it.
    let deep: object = { description: "x".repeat(50_000) };
    for (let level = 0; level < 100; level += 1) deep = { not: deep };
    const references = Array.from({ length: 100 }, (_, level) => ({
      $ref: `#/components/schemas/deep${"/not".repeat(level)}`,
    }));
    const nested = payloadOf({ anyOf: references }, { components: { schemas: { deep } } });
    expect(nested.schemas).toEqual([]);
    expect(nested.problems).toMatchObject([{ message: "With what it refers to, this schema is too large." }]);
  });

  it("becomes at most 200 topics, and tells at most 100 problems", () => {
    const many = (make: (at: number) => unknown) =>
      Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`n${at}`, make(at)]));
    const { topics, problems, flows } = of({
      channels: many(() => ({})),
      operations: many((at) => ({ action: "send", channel: { $ref: `#/channels/n${at % 100}` } })),
    });
    expect(topics).toHaveLength(200);
    expect(flows[0]?.producers).toHaveLength(200);
    expect(problems).toHaveLength(100);
  });
});

describe("a text that is to be imported", () => {
  it("says near its beginning what it is", () => {
    for (const text of [
      "asyncapi: 3.0.0",
      "# Shop\nasyncapi: '3.0.0'",
      '{"asyncapi":"3.0.0"}',
      '{\n  "asyncapi": "2.6.0"',
    ])
      expect(looksLikeAsyncApi(text)).toBe(true);
    for (const text of ["", "millrace: 1\nname: asyncapi", "name: asyncapi: x"])
      expect(looksLikeAsyncApi(text)).toBe(false);
  });
});
