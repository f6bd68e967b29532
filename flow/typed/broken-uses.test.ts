import { expect, it } from "vitest";
import { definitions } from "@/nodes/registry/definitions.gen";
import { readJsonSchema } from "../schema/read-json-schema";
import { flowOf } from "../testing/flow-of";
import { brokenUses } from "./broken-uses";
import { readShape } from "./read-shape";
import type { TopicSchemas } from "./shape";

const text = { type: "string" };
const number = { type: "number" };
const closed = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const schemasOf = (schemas: Record<string, unknown>): TopicSchemas =>
  new Map(
    Object.entries(schemas).map(([topic, schema]) => [
      topic,
      { subject: topic, version: 1, gate: "off", shape: readShape(readJsonSchema(JSON.stringify(schema))) },
    ]),
  );

const flow = flowOf("web-address > a > filter, send-email > b", {
  filter: { condition: { match: "all", rows: [{ field: "data.total", operator: "gt", value: 3 }] } },
  sendemail: { to: "{{ data.email }}", subject: '{{ orElse(data.note, "") }}', text: "x" },
});
const publish = flow.consumers[0]?.steps[2];
if (publish)
  publish.config = { topic: "b", content: "fields", fields: [{ field: "total", value: "{{ data.total }}" }] };

const before = {
  a: closed({ total: number, email: text, note: text }, ["total", "email"]),
  b: closed({ total: number }),
};

it.each([
  ["nothing", before, []],
  [
    "a field more",
    { ...before, a: closed({ total: number, email: text, note: text, x: text }, ["total", "email"]) },
    [],
  ],
  [
    "a field that is gone",
    { ...before, a: closed({ total: number, note: text }, ["total"]) },
    ["*Send e-mail* reads `email`, which `a` does not have."],
  ],
  [
    "another type",
    { ...before, a: closed({ total: text, email: text, note: text }, ["total", "email"]) },
    [
      "*Publish* sends a text as `total`, where `b` wants a number.",
      "*Filter* reads `total`, which was a number and becomes a text.",
      "*Publish* reads `total`, which was a number and becomes a text.",
    ],
  ],
  [
    "a field that may be missing; not where that was thought of",
    { ...before, a: closed({ total: number, email: text, note: text }, ["total"]) },
    ["*Send e-mail* reads `email`, which is not always there any more."],
  ],
  [
    "a field that is required where it is sent to",
    { ...before, b: closed({ total: number, id: text }, ["id"]) },
    ["*Publish* sends no `id`, which `b` requires."],
  ],
])("%s", (_, after, expected) => {
  const change = { topics: new Set(["a", "b"]), before: schemasOf(before), after: schemasOf(after) };
  expect(brokenUses(flow, definitions, change).map(({ message }) => message)).toEqual(expected);
});
