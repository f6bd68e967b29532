import * as z from "zod";
import type { SchemaFailure } from "@/flow/schema/failure";
import { useCase } from "../use-case";
import { failuresOf } from "./hold-to-schema";
import { readSchema } from "./read-schema";
import { schemaSourceSchema, subjectSchema, versionSchema } from "./schema-names";
import { requireVersion } from "./stored-schema";
import { checkUsable, validatorOf } from "./validator";

const dataSchema = z.string().max(1024 * 1024);

/**
 * Holds a payload (JSON as text) against a schema: a registered one, or one that is only written so far.
 * @returns the places that do not fit; empty when it fits
 * @throws AppError `not-found`; `bad-input` when the schema cannot be read
 */
export const validateData = useCase(
  "schema.read",
  z.union([
    z.strictObject({ data: dataSchema, subject: subjectSchema, version: versionSchema.default("latest") }),
    z.strictObject({ data: dataSchema, source: schemaSourceSchema }),
  ]),
  async ({ db }, { workspaceId }, input): Promise<readonly SchemaFailure[]> => {
    const source =
      "source" in input ? input.source : await requireVersion(db, workspaceId, input.subject, input.version);
    const schema = await readSchema(db, workspaceId, { ...source, references: [...source.references] });
    checkUsable(schema);
    return failuresOf(validatorOf(schema), "application/json", Buffer.from(input.data, "utf8"));
  },
);
