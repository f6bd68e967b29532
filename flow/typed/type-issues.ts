import * as z from "zod";
import type { FlowDocument } from "../document/flow-document";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";
import type { OtherFlows } from "../validate/rule";
import { validateFlow } from "../validate/validate-flow";
import { checkPublishes } from "./check-publishes";
import { checkReads } from "./check-reads";
import type { TopicSchemas } from "./shape";
import { shapeExample } from "./shape-fields";

/**
 * Where a flow does not agree with the schemas of its topics: fields that are read and that no event has, and events
 * that are published and do not fit. Problems where the topic lets nothing else through, else warnings.
 */
export function typeIssues(document: FlowDocument, nodes: NodeLookup, schemas: TopicSchemas): Issue[] {
  if (schemas.size === 0) return [];
  const flow = { document, nodes, schemas };
  return [...checkReads(flow), ...checkPublishes(flow)];
}

type Sample = FlowDocument["samples"][number];

/** An example of every topic with a schema, so that its fields are known without an event. */
export function schemaSamples(schemas: TopicSchemas): Sample[] {
  return [...schemas].map(([topic, { shape }], index) => ({
    id: `schema-${index}`,
    name: "Of the schema",
    topic,
    data: z.json().parse(shapeExample(shape)),
  }));
}

/** Everything that `validateFlow` finds and what schemas say beyond; no place is named twice for the same field. */
export function validateTyped(
  document: FlowDocument,
  nodes: NodeLookup,
  others: OtherFlows | undefined,
  schemas: TopicSchemas,
): Issue[] {
  if (schemas.size === 0) return validateFlow(document, nodes, others);
  const told = { ...document, samples: [...document.samples, ...schemaSamples(schemas)] };
  const found = typeIssues(document, nodes, schemas);
  const placeOf = ({ at }: Issue) => `${at.kind} ${at.id ?? ""} ${at.field ?? ""}`;
  const places = new Set(found.map(placeOf));
  const plain = validateFlow(told, nodes, others).filter(
    (issue) => issue.code !== "unknown-field" || !places.has(placeOf(issue)),
  );
  return [...plain, ...found];
}
