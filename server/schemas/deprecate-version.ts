import * as z from "zod";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { subjectSchema } from "./schema-names";
import { requireVersion } from "./stored-schema";

/**
 * Says from which day a version should be sent no more, and what to do instead; null takes that back. Nothing is
 * refused because of it.
 * @throws AppError `not-found`
 */
export const deprecateVersion = useCase(
  "schema.edit",
  z.object({
    subject: subjectSchema,
    version: z.number().int().min(1),
    from: z.iso.date().nullable(),
    note: z.string().trim().max(2_000).nullable().default(null),
  }),
  async ({ db }, actor, { subject, version, from, note }) =>
    db.$transaction(async (tx) => {
      const { workspaceId } = actor;
      await requireVersion(tx, workspaceId, subject, version);
      await tx.schemaVersion.update({
        where: { workspaceId_subject_version: { workspaceId, subject, version } },
        data: { deprecatedFrom: from === null ? null : new Date(from), deprecationNote: note },
      });
      await recordAudit(tx, actor, "schema.deprecated", `${subject}, version ${version}`, { from, note });
      return { subject, version, deprecatedFrom: from, deprecationNote: note };
    }),
);
