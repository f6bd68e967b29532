import * as z from "zod";
import { schemaFormats } from "@/flow/schema/failure";
import { compatibilityLevels } from "@/flow/schema/levels";

/** Name of a subject: any line of text; by default a topic's name. */
export const subjectSchema = z
  .string()
  .min(1, "A subject needs a name.")
  .max(255)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, "A name has no control characters.");

/** A document that a schema needs: its name in `$ref` or `import`, and where it is registered. */
export const referenceSchema = z.object({
  name: z.string().min(1).max(1_000),
  subject: subjectSchema,
  version: z.number().int().min(1),
});
export type SchemaReference = z.infer<typeof referenceSchema>;
export const referencesSchema = z.array(referenceSchema).max(100);

/** Text of a schema in one of the formats. */
export const schemaSourceSchema = z.object({
  text: z
    .string()
    .min(1)
    .max(1024 * 1024, "A schema has at most 1 MB."),
  format: z.enum(schemaFormats).default("JSON"),
  references: referencesSchema.default([]),
});
export type SchemaSource = z.infer<typeof schemaSourceSchema>;

/** A version by number, or the latest. */
export const versionSchema = z.union([z.number().int().min(1), z.literal("latest")]);
export type VersionChoice = z.infer<typeof versionSchema>;

/** May a subject be written to. IMPORT is there for clients that know it; ids are never chosen by them. */
export const registryModes = ["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"] as const;
export const levelSchema = z.enum(compatibilityLevels);
export const policySchema = z.enum(["STRICT", "LENIENT"]);
