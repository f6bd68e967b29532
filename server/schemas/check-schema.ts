import { ruleOf } from "@/flow/schema/levels";
import type { Verdict } from "@/flow/schema/verdict";
import { soundnessWarnings } from "@/flow/schema/warnings";
import { useCase } from "../use-case";
import { judge } from "./judge";
import { readSchema } from "./read-schema";
import { registryError } from "./registry-error";
import { schemaSourceSchema, subjectSchema, versionSchema } from "./schema-names";
import { readRules, type SchemaRules } from "./schema-rules";
import { readVersions, requireVersion, type SchemaStore, type StoredSchema } from "./stored-schema";
import { checkUsable } from "./validator";

/** Versions that are read where the level does not ask for all: one more than those for which all levels are answered. */
const shownVersions = 21;

/**
 * The verdict on a schema as the next version of a subject.
 * @throws AppError `bad-input` (registry code 42201) when it cannot be read
 */
export async function verdictOn(
  store: SchemaStore,
  workspaceId: string,
  source: Parameters<typeof readSchema>[2],
  earlier: readonly StoredSchema[],
  rules: SchemaRules,
): Promise<Verdict> {
  const update = await readSchema(store, workspaceId, source);
  checkUsable(update);
  const comparable: { version: number; schema: typeof update }[] = [];
  for (const one of earlier) {
    if (one.format !== source.format)
      throw registryError(
        409,
        `The earlier versions are ${one.format}. A subject keeps its format: register this under another name.`,
      );
    comparable.push({
      version: one.version,
      schema: await readSchema(store, workspaceId, { ...one, references: [...one.references] }),
    });
  }
  return judge(comparable, update, rules, (from, to) =>
    from.format === "JSON" && to.format === "JSON" ? soundnessWarnings(from.document, to.document) : [],
  );
}

/**
 * Says whether a schema could become the next version of a subject, and what it would break; changes nothing.
 * With `version` it is compared with that one alone. A subject that does not exist yet accepts everything readable.
 * @throws AppError `not-found` for a version that does not exist; `bad-input` when the schema cannot be read
 */
export const checkSchema = useCase(
  "schema.read",
  schemaSourceSchema.extend({ subject: subjectSchema, version: versionSchema.optional() }),
  async ({ db }, { workspaceId }, { subject, version, ...source }): Promise<Verdict> => {
    const rules = (await readRules(db, workspaceId, subject)).rulesOf(subject);
    const isAll = version === undefined && ruleOf(rules.level).isTransitive;
    const earlier =
      version === undefined
        ? await readVersions(db, workspaceId, subject, isAll ? {} : { limit: shownVersions })
        : [await requireVersion(db, workspaceId, subject, version)];
    return verdictOn(db, workspaceId, source, earlier, rules);
  },
);
