import * as z from "zod";
import { spanUnits } from "@/flow/document/time-span";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const config = z.strictObject({
  by: withHints(z.string().trim().min(1).max(4000), {
    label: "Same are events with the same",
    help: "A field such as the order number.",
    control: "template",
    needs: "needs a field to compare",
  }),
  amount: withHints(z.number().positive().max(366).default(1), { label: "Within" }),
  unit: withHints(z.enum(spanUnits).default("days"), { label: "Unit" }),
});
type Config = z.infer<typeof config>;

const idNames = /(?:^|\.)(?:id|.*(?:id|number|no|key))$/i;

export const definition = defineStep({
  type: "deduplicate",
  version: 1,
  title: "Deduplicate",
  summary: "Goes on with the first of several equal events only.",
  icon: "copy-x",
  group: "state",
  synonyms: ["duplicate", "once", "unique", "distinct", "idempotent", "repeat", "same"],
  config,
  propose: (fields): Partial<Config> => {
    const field = fields.find(({ path }) => path.startsWith("data.") && idNames.test(path));
    return { ...(field ? { by: `{{ ${field.path} }}` } : {}), amount: 1, unit: "days" };
  },
  isOutside: false,
  mayStop: true,
  row: (raw) => {
    const field = /^\s*\{\{\s*(?:data\.)?([\w.]+)\s*\}\}\s*$/.exec(String(raw.by ?? ""))?.[1];
    return field === undefined ? "Go on only once" : `Go on only once for each ${field}`;
  },
});
