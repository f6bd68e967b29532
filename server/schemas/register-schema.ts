import * as z from "zod";
import { ruleOf } from "@/flow/schema/levels";
import type { Prisma } from "@/prisma/generated/client";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import { useCase } from "../use-case";
import { verdictOn } from "./check-schema";
import { schemaHash } from "./read-schema";
import { registryError } from "./registry-error";
import { type SchemaSource, schemaSourceSchema, subjectSchema } from "./schema-names";
import { readRules } from "./schema-rules";
import { readVersions } from "./stored-schema";

/** What registering gave: the version, and whether it was made now. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly isNew: boolean;
}

async function textId(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  source: SchemaSource,
  hash: Uint8Array<ArrayBuffer>,
) {
  const { format, text, references: refs } = source;
  const key = { workspaceId_hash: { workspaceId, hash } };
  await tx.schemaText.createMany({ data: [{ workspaceId, format, text, refs, hash }], skipDuplicates: true });
  return (await tx.schemaText.findUniqueOrThrow({ where: key, select: { id: true } })).id;
}

/**
 * Registers inside a transaction, when the rules of the subject allow it. The same schema again gives the version
 * that it has.
 * @throws AppError as `registerSchema`
 */
export async function registerIn(
  tx: Prisma.TransactionClient,
  actor: Actor,
  subject: string,
  source: SchemaSource,
  isNormalised = false,
): Promise<RegisteredSchema> {
  const { workspaceId } = actor;
  // One at a time per subject: versions have no gaps and are compared with what is really there.
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`schema ${workspaceId} ${subject}`}, 0))) locked`;
  const { rulesOf } = await readRules(tx, workspaceId, subject);
  const rules = rulesOf(subject);
  // What cannot be read has no hash.
  const verdictOf = (earlier: Parameters<typeof verdictOn>[3]) =>
    verdictOn(tx, workspaceId, source, earlier, rules);
  const hash = await hashOf(source, isNormalised, () => verdictOf([]));
  const present = await tx.schemaVersion.findFirst({
    where: { workspaceId, subject, deletedAt: null, text: { hash } },
    orderBy: { version: "desc" },
    select: { version: true, textId: true },
  });
  if (present !== null) return { subject, version: present.version, id: present.textId, isNew: false };
  if (rules.mode === "READONLY" || rules.mode === "READONLY_OVERRIDE")
    throw registryError(42205, `Subject ${subject} is in read-only mode.`);
  const earlier = await readVersions(
    tx,
    workspaceId,
    subject,
    ruleOf(rules.level).isTransitive ? {} : { limit: 1 },
  );
  const verdict = await verdictOf(earlier);
  if (!verdict.isCompatible || verdict.isBlockedByWarnings)
    throw registryError(409, refusalOf(verdict.isCompatible, verdict.sentence, verdict.messages), {
      verdict,
    });
  const last = await tx.schemaVersion.aggregate({ where: { workspaceId, subject }, _max: { version: true } });
  const version = (last._max.version ?? 0) + 1;
  const id = await textId(tx, workspaceId, source, hash);
  await tx.schemaVersion.create({
    data: { workspaceId, subject, version, textId: id, createdBy: actor.name },
  });
  await recordAudit(tx, actor, "schema.registered", `${subject}, version ${version}`, { id });
  return { subject, version, id, isNew: true };
}

async function hashOf(source: SchemaSource, isNormalised: boolean, refuse: () => Promise<unknown>) {
  try {
    return schemaHash(source, isNormalised);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await refuse();
    throw error;
  }
}

function refusalOf(isCompatible: boolean, sentence: string, messages: readonly string[]): string {
  if (isCompatible)
    return "The rules would let it pass, but it has warnings, and this subject blocks on warnings.";
  return `Schema being registered is incompatible with an earlier schema. ${sentence}${messages.length === 0 ? "" : ` Details: ${messages.slice(0, 20).join("; ")}`}`;
}

/**
 * Makes a schema the next version of a subject; the subject is made with its first one. Idempotent: the same schema
 * again answers with the version that it has (`isNew: false`). One text under several subjects has one id.
 * @throws AppError `bad-input` when it cannot be read; `conflict` when it breaks the subject's level, with the
 * whole `verdict` in `details`
 */
export const registerSchema = useCase(
  "schema.edit",
  schemaSourceSchema.extend({ subject: subjectSchema, normalize: z.boolean().default(false) }),
  async ({ db }, actor, { subject, normalize, ...source }): Promise<RegisteredSchema> =>
    db.$transaction((tx) => registerIn(tx, actor, subject, source, normalize), { timeout: 30_000 }),
);
