import { describe, expect, it } from "vitest";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { FlowDocument } from "../document/flow-document";
import { readJsonSchema } from "../schema/read-json-schema";
import { readDesign } from "../schema-design/read-design";
import { flowOf } from "../testing/flow-of";
import { fieldRenames } from "./field-renames";
import { readShape } from "./read-shape";
import { renamedUses, renameUses } from "./rename-uses";
import type { TopicSchemas } from "./shape";

const text = { type: "string" };
const number = { type: "number" };
const object = (properties: Record<string, unknown>) => ({
  type: "object",
  properties,
  additionalProperties: false,
});

describe("which fields only got another name", () => {
  const renames = (before: unknown, after: unknown) =>
    fieldRenames(readDesign(before), readDesign(after)).map(({ from, to }) => [from.join("."), to.join(".")]);

  it.each([
    ["in its place", { a: text, b: text }, { a2: text, b: text }, [["data.a", "data.a2"]]],
    [
      "two at once",
      { a: text, b: text },
      { x: text, y: text },
      [
        ["data.a", "data.x"],
        ["data.b", "data.y"],
      ],
    ],
    ["elsewhere, without doubt", { a: text, n: number }, { m: number, a: text }, [["data.n", "data.m"]]],
    [
      "inside",
      { c: object({ mail: text }) },
      { c: object({ email: text }) },
      [["data.c.mail", "data.c.email"]],
    ],
    [
      "in items",
      { l: { type: "array", items: object({ p: number }) } },
      { l: { type: "array", items: object({ q: number }) } },
      [["data.l.0.p", "data.l.0.q"]],
    ],
    [
      "so many at once that nobody renamed them",
      Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`a${index}`, text])),
      Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`b${index}`, text])),
      [],
    ],
    ["of another type", { a: text }, { b: number }, []],
    ["only gone", { a: text, b: text }, { b: text }, []],
    ["only come", { a: text }, { a: text, b: text }, []],
  ])("%s", (_, before, after, expected) => {
    expect(renames(object(before), object(after))).toEqual(expected);
  });
});

describe("what uses a field under its old name", () => {
  const schemas: TopicSchemas = new Map(
    ["a", "b"].map((topic) => [
      topic,
      {
        subject: topic,
        version: 1,
        gate: "off",
        shape: readShape(readJsonSchema(JSON.stringify(object({ mail: text, total: number })))),
      },
    ]),
  );
  const rename = { from: ["data", "mail"], to: ["data", "email"] };

  function drawn(): FlowDocument {
    const document = flowOf("web-address > a > send-email, set-fields, send-email > b", {
      sendemail: {
        to: "{{ data.mail }}",
        subject: "{{ upper(data.mail) }} {{ data.total }}",
        text: "data.mail",
      },
      setfields: { fields: [{ field: "mail", value: "{{ data.mail }}!" }], keepOthers: true },
      sendemail2: { to: "{{ data.mail }}", subject: "x", text: "x" },
    });
    document.samples.push({ id: "s", name: "Paid", topic: "a", data: { mail: "x", total: 1 } });
    const publish = document.consumers[0]?.steps[3];
    if (publish) {
      publish.config = {
        topic: "b",
        content: "fields",
        fields: [{ field: "mail", value: "{{ data.mail }}" }],
      };
    }
    return document;
  }
  const searchOf = (document: FlowDocument, topics: readonly string[]) => ({
    document,
    nodes: definitions,
    schemas,
    topics: new Set(topics),
  });

  it("is changed, and what only has the same name is not", () => {
    const document = drawn();
    const search = searchOf(document, ["a"]);
    expect(renamedUses(search, rename).map(({ kind, title }) => [kind, title])).toEqual([
      ["reads", "consumer › Send e-mail"],
      ["reads", "consumer › Set fields"],
      ["sample", "Paid"],
    ]);
    const next = renameUses(search, rename);
    expect(next.consumers[0]?.steps.map(({ config }) => config)).toEqual([
      { to: "{{ data.email }}", subject: "{{ upper(data.email) }} {{ data.total }}", text: "data.mail" },
      { fields: [{ field: "mail", value: "{{ data.email }}!" }], keepOthers: true },
      // The step above sets it: that one has the old name still.
      { to: "{{ data.mail }}", subject: "x", text: "x" },
      { topic: "b", content: "fields", fields: [{ field: "mail", value: "{{ data.mail }}" }] },
    ]);
    expect(next.samples[0]?.data).toEqual({ email: "x", total: 1 });
    expect(renamedUses(searchOf(next, ["a"]), rename)).toEqual([]);
    expect(renameUses(searchOf(next, ["a"]), rename)).toBe(next);
  });

  it("is changed where events are published, too", () => {
    const search = searchOf(drawn(), ["b"]);
    expect(renamedUses(search, rename)).toEqual([
      { kind: "sends", title: "consumer › Publish", isShared: false },
    ]);
    expect(renameUses(search, rename).consumers[0]?.steps[3]?.config).toMatchObject({
      fields: [{ field: "email", value: "{{ data.mail }}" }],
    });
  });

  it("is left alone where other topics keep the old name", () => {
    const document = drawn();
    document.samples = [];
    const [consumer] = document.consumers;
    if (consumer) consumer.when = ["a", "b"];
    const search = searchOf(document, ["a"]);
    expect(renamedUses(search, rename)).toMatchObject([{ isShared: true }, { isShared: true }]);
    expect(renameUses(search, rename)).toBe(document);
  });
});
