import { expect, it } from "vitest";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { FlowDocument } from "../document/flow-document";
import { readJsonSchema } from "../schema/read-json-schema";
import { flowOf } from "../testing/flow-of";
import { applyRemedy } from "./apply-remedy";
import { readShape } from "./read-shape";
import type { TopicSchemas } from "./shape";
import { typeIssues } from "./type-issues";

const object = (properties: Record<string, unknown>) =>
  readShape(
    readJsonSchema(
      JSON.stringify({
        type: "object",
        properties,
        required: Object.keys(properties),
        additionalProperties: false,
      }),
    ),
  );
const text = { type: "string" };
const schemas: TopicSchemas = new Map([
  [
    "a",
    { subject: "a", version: 1, gate: "reject", shape: object({ email: text, total: { type: "number" } }) },
  ],
  [
    "b",
    { subject: "b", version: 1, gate: "reject", shape: object({ total: { type: "number" }, mail: text }) },
  ],
]);

/** Presses every remedy until there is none left. */
function remedied(document: FlowDocument): FlowDocument {
  const [issue] = typeIssues(document, definitions, schemas).filter(({ remedy }) => remedy !== undefined);
  if (!issue) return document;
  const next = applyRemedy(document, definitions, issue);
  expect(next).not.toBe(document);
  return remedied(next);
}

it("ends each issue at its own place", () => {
  const document = flowOf("web-address > a > filter, send-email > b", {
    filter: { condition: { match: "all", rows: [{ field: "data.emial", operator: "is", value: "x" }] } },
    sendemail: { to: "{{ data.emial }}", subject: "{{ upper(data.emial) }}", text: "x" },
  });
  const [consumer] = document.consumers;
  const publish = consumer?.steps[2];
  if (!consumer || !publish) throw new Error("There is no step.");
  publish.config = { topic: "b", content: "fields", fields: [{ field: "mial", value: "{{ data.emial }}" }] };
  const done = remedied(document);
  expect(done.consumers[0]?.steps.map(({ config }) => config)).toEqual([
    { condition: { match: "all", rows: [{ field: "data.email", operator: "is", value: "x" }] } },
    { to: "{{ data.email }}", subject: "{{ upper(data.email) }}", text: "x" },
    {
      topic: "b",
      content: "fields",
      fields: [
        { field: "mail", value: "{{ data.email }}" },
        { field: "total", value: "{{ data.total }}" },
      ],
    },
  ]);
  expect(typeIssues(done, definitions, schemas)).toEqual([]);
});
