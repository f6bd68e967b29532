import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { mappedFields } from "@/flow/node/mapped-fields";
import { defineStep } from "@/flow/node/step-definition";

const rowSchema = z.strictObject({
  /** Path below the data: `total`, `customer.email`. */
  field: z.string().min(1).max(400),
  /** Text with `{{ … }}` parts, or any JSON value as it is. */
  value: z.json(),
});

const config = z.strictObject({
  fields: withHints(z.array(rowSchema).min(1).max(200), {
    label: "Fields",
    help: "The name of a field, then what it holds.",
    control: "mapping",
    namesFields: true,
    needs: "needs a field to set",
  }),
  keepOthers: withHints(z.boolean().default(true), {
    label: "Keep all other fields",
    help: "When off, only the fields above remain.",
  }),
});
type Config = z.infer<typeof config>;

function namesIn(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((row: unknown) => {
    const parsed = z.object({ field: z.string().min(1) }).safeParse(row);
    return parsed.success ? [parsed.data.field] : [];
  });
}

export const definition = defineStep({
  type: "set-fields",
  version: 1,
  title: "Set fields",
  summary: "Adds, changes or renames fields of the event for the steps below.",
  icon: "pencil-line",
  group: "shape",
  synonyms: ["map", "mapping", "transform", "rename", "change", "edit", "assign", "compute"],
  config,
  propose: (): Partial<Config> => ({ fields: [], keepOthers: true }),
  isOutside: false,
  dataAfter: (raw, fields) => {
    const set = mappedFields(raw.fields, fields);
    if (raw.keepOthers === false) return set;
    const paths = new Set(set.map(({ path }) => path));
    return [...fields.filter(({ path }) => !paths.has(path)), ...set];
  },
  row: (raw) => {
    const names = namesIn(raw.fields);
    if (names.length === 0) return "Set fields";
    const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
    return `Set ${names.slice(0, 2).join(", ")}${more}`;
  },
});
