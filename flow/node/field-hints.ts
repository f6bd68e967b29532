import * as z from "zod";
import type { FieldHints } from "./step-definition";

const controls = [
  "template",
  "long-template",
  "topic",
  "credential",
  "condition",
  "mapping",
  "form-fields",
  "schedule",
  "code",
  "field",
] as const;

const hintsSchema: z.ZodType<FieldHints> = z.object({
  label: z.string(),
  help: z.string().exactOptional(),
  placeholder: z.string().exactOptional(),
  control: z.enum(controls).exactOptional(),
  credentialTypes: z.array(z.string()).exactOptional(),
  visibleWhen: z.object({ field: z.string(), is: z.array(z.unknown()) }).exactOptional(),
  needs: z.string().exactOptional(),
  namesFields: z.boolean().exactOptional(),
  choices: z.record(z.string(), z.string()).exactOptional(),
});

/** Gives a config field its form hints, as zod metadata. Call it last: `.optional()` behind it would lose them. */
export function withHints<Schema extends z.ZodType>(schema: Schema, hints: FieldHints): Schema {
  return schema.meta({ ...hints });
}

/** The form hints of a config field, or nothing when it has none. */
export function hintsOf(schema: z.ZodType): FieldHints | undefined {
  return hintsSchema.safeParse(schema.meta()).data;
}

/** A field of a node's config: its name, its schema and its hints. */
export interface ConfigField {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly hints: FieldHints;
}

/** The fields of a config in the order of its form; fields without hints have no control and are left out. */
export function configFields(config: z.ZodType): readonly ConfigField[] {
  if (!(config instanceof z.ZodObject)) return [];
  return Object.entries(config.shape).flatMap(([name, schema]) => {
    if (!(schema instanceof z.ZodType)) return [];
    const hints = hintsOf(schema);
    return hints ? [{ name, schema, hints }] : [];
  });
}
