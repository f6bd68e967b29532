import type { ProposedSchema } from "@/flow/asyncapi/read-document";
import { ruleOf } from "@/flow/schema/levels";
import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { verdictOn } from "../schemas/check-schema";
import { schemaHash } from "../schemas/read-schema";
import { readRules } from "../schemas/schema-rules";
import { readVersions } from "../schemas/stored-schema";

/** What registering a proposed schema would do. */
export interface SchemaOutlook {
  readonly state: "new" | "same" | "next" | "refused";
  /** The version that it would be, or is; null when it would be refused. */
  readonly version: number | null;
  /** Why it would be refused. */
  readonly sentence: string | null;
}

/** Says what registering a schema would do, and registers nothing. */
export async function schemaOutlook(
  { db }: Pick<Deps, "db">,
  workspaceId: string,
  { subject, format, text, references }: ProposedSchema,
): Promise<SchemaOutlook> {
  const source = { format, text, references: [...references] };
  const rules = (await readRules(db, workspaceId, subject)).rulesOf(subject);
  const limit = ruleOf(rules.level).isTransitive ? {} : { limit: 1 };
  const earlier = await readVersions(db, workspaceId, subject, limit);
  try {
    const verdict = await verdictOn(db, workspaceId, source, earlier, rules);
    const present = await db.schemaVersion.findFirst({
      where: { workspaceId, subject, deletedAt: null, text: { hash: schemaHash(source) } },
      orderBy: { version: "desc" },
      select: { version: true },
    });
    if (present !== null) return { state: "same", version: present.version, sentence: null };
    if (rules.mode === "READONLY" || rules.mode === "READONLY_OVERRIDE")
      return refused(`${subject} is in read-only mode.`);
    if (!verdict.isCompatible) return refused(verdict.sentence);
    if (verdict.isBlockedByWarnings) return refused("It has warnings, and this schema blocks on warnings.");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(error.message);
  }
  const last = await db.schemaVersion.aggregate({ where: { workspaceId, subject }, _max: { version: true } });
  return {
    state: earlier.length === 0 ? "new" : "next",
    version: (last._max.version ?? 0) + 1,
    sentence: null,
  };
}

function refused(sentence: string): SchemaOutlook {
  return { state: "refused", version: null, sentence };
}
