import * as z from "zod";
import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { makeExample } from "./make-example";
import { readSchema } from "./read-schema";
import { referencesSchema, schemaSourceSchema } from "./schema-names";
import { readVersion } from "./stored-schema";
import { checkUsable, validatorOf } from "./validator";

const inputSchema = z.object({
  /** The schema: the one that a topic has, or one that is only written so far. */
  of: z.union([
    z.object({ topic: z.string().min(1).max(80) }),
    z.object({ text: schemaSourceSchema.shape.text, references: referencesSchema.default([]) }),
  ]),
  /** Another number, another example. */
  seed: z.int().min(0).max(1_000_000).default(0),
});

/**
 * An example event of a JSON Schema, as text. It fits, and has the examples that the schema gives for its fields.
 * @throws AppError `not-found` for a topic without a schema; `bad-input` for a schema that is not JSON Schema or that
 * no example was found for
 */
export const exampleEvent = useCase(
  "schema.read",
  inputSchema,
  async ({ db }, { workspaceId }, { of, seed }): Promise<{ readonly text: string }> => {
    const source =
      "topic" in of ? await schemaOfTopic(db, workspaceId, of.topic) : { ...of, format: "JSON" as const };
    const schema = await readSchema(db, workspaceId, source);
    checkUsable(schema);
    if (schema.format !== "JSON")
      throw new AppError("bad-input", "Examples are made of JSON Schema only. Write one by hand.");
    const example = makeExample(schema.document, validatorOf(schema), seed);
    if (example === undefined)
      throw new AppError("bad-input", "No example of this schema could be made. Write one by hand.");
    return { text: JSON.stringify(example.data, null, 2) };
  },
);

async function schemaOfTopic(db: Deps["db"], workspaceId: string, name: string) {
  const topic = await db.topic.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    select: { gate: { select: { subject: true } } },
  });
  // A topic that is only drawn has the schema of its name.
  const found = await readVersion(db, workspaceId, topic?.gate?.subject ?? name, "latest");
  if (found === undefined) throw new AppError("not-found", `\`${name}\` has no schema yet.`);
  return { ...found, references: [...found.references] };
}
