import * as z from "zod";
import type { FlowDocument, Step } from "../document/flow-document";
import { toNodeConfig } from "../document/node-config";
import { findStep, updateStep } from "../graph/step-tree";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";
import { replaceReads } from "./replace-reads";

const rowsSchema = z.array(z.looseObject({ field: z.string(), value: z.json() }));
type Row = z.infer<typeof rowsSchema>[number];

/** The document after the remedy that an issue brought with it; the same document when it does not apply any more. */
export function applyRemedy(document: FlowDocument, nodes: NodeLookup, { at, remedy }: Issue): FlowDocument {
  if (remedy === undefined) return document;
  switch (remedy.kind) {
    case "read-instead":
      return replaceReads(
        document,
        nodes,
        remedy,
        (place) => place.kind === at.kind && place.id === at.id && place.field === at.field,
      );
    case "match-by-name":
      return withRows(document, at, (rows) => [
        ...rows,
        ...remedy.rows.map(({ field, path }) => ({ field, value: `{{ ${path} }}` })),
      ]);
    case "rename-row":
      return withRows(document, at, (rows) =>
        rows.map((row) =>
          row.field.replace(/^data\./, "") === remedy.from ? { ...row, field: remedy.to } : row,
        ),
      );
  }
}

function withRows(
  document: FlowDocument,
  { id, field }: Issue["at"],
  change: (rows: Row[]) => Row[],
): FlowDocument {
  const step = id === undefined ? undefined : findStep(document, id)?.step;
  const rows = field === undefined ? undefined : rowsSchema.safeParse(step?.config[field] ?? []).data;
  if (step === undefined || field === undefined || rows === undefined) return document;
  const config: Step["config"] = toNodeConfig({ ...step.config, [field]: change(rows) });
  return updateStep(document, step.id, (one) => ({ ...one, config }));
}
