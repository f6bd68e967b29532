import * as z from "zod";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { levelSchema, policySchema, registryModes, subjectSchema } from "./schema-names";
import { readRules, type SchemaRules, wholeWorkspace } from "./schema-rules";

/**
 * Changes the rules of a subject, which need not exist yet, or of the workspace (no `subject`). Null gives a rule back
 * to the next wider; a rule that is not named stays.
 * @returns the rules that hold now
 */
export const setSchemaRules = useCase(
  "schema.configure",
  z.object({
    subject: subjectSchema.optional(),
    level: levelSchema.nullish(),
    policy: policySchema.nullish(),
    blocksOnWarnings: z.boolean().nullish(),
    mode: z.enum(registryModes).nullish(),
  }),
  async ({ db }, actor, { subject = wholeWorkspace, ...given }): Promise<SchemaRules> =>
    db.$transaction(async (tx) => {
      const { workspaceId } = actor;
      const stated = Object.entries(given).filter(([, value]) => value !== undefined);
      const changed: Partial<typeof given> = Object.fromEntries(stated);
      const data = {
        level: changed.level,
        policy: changed.policy,
        blocksOnWarnings: changed.blocksOnWarnings,
        mode: changed.mode,
      };
      const written = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
      await tx.schemaConfig.upsert({
        where: { workspaceId_subject: { workspaceId, subject } },
        create: { workspaceId, subject, ...written },
        update: written,
      });
      await recordAudit(
        tx,
        actor,
        "schema.configured",
        subject === wholeWorkspace ? "all subjects" : subject,
        written,
      );
      return (await readRules(tx, workspaceId, subject)).rulesOf(subject);
    }),
);
