import * as z from "zod";

/** One place where an event does not fit its schema. */
export const schemaFailureSchema = z.object({
  /** JSON pointer into the data; empty for the whole of it. */
  pointer: z.string(),
  /** The keyword of the schema that refused: `required`, `type`, `pattern`. */
  keyword: z.string(),
  message: z.string(),
});
export type SchemaFailure = z.infer<typeof schemaFailureSchema>;

/** What a topic does with events that do not fit its schema. */
export const gates = ["off", "warn", "quarantine", "reject"] as const;
export type Gate = (typeof gates)[number];

/** Formats of schemas, as Confluent's registry names them. */
export const schemaFormats = ["JSON", "AVRO", "PROTOBUF"] as const;
export type SchemaFormat = (typeof schemaFormats)[number];
