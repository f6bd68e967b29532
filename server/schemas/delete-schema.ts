import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { registryError } from "./registry-error";
import { subjectSchema, versionSchema } from "./schema-names";
import { readVersions, requireVersion } from "./stored-schema";

async function refuseReferenced(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  subject: string,
  versions: readonly number[],
): Promise<void> {
  for (const version of versions) {
    const user = await tx.schemaVersion.findFirst({
      where: {
        workspaceId,
        deletedAt: null,
        NOT: { subject, version: { in: [...versions] } },
        text: { refs: { array_contains: [{ subject, version }] } },
      },
      select: { subject: true, version: true },
    });
    if (user !== null)
      throw registryError(
        42206,
        `One or more references exist to the schema: ${user.subject}, version ${user.version}, needs ${subject}, version ${version}.`,
      );
  }
}

/**
 * Deletes a subject or one version of it: it is no longer shown, and its text still answers to its id. `permanent`
 * removes what was deleted before, for good.
 * @returns the versions that were deleted
 * @throws AppError `not-found`; `conflict` while another schema refers to it
 */
export const deleteSchema = useCase(
  "schema.delete",
  z.object({
    subject: subjectSchema,
    version: versionSchema.optional(),
    permanent: z.boolean().default(false),
  }),
  async ({ db }, actor, { subject, version, permanent }): Promise<number[]> =>
    db.$transaction(async (tx) => {
      const { workspaceId } = actor;
      const chosen =
        version === undefined
          ? await readVersions(tx, workspaceId, subject, { withDeleted: permanent })
          : [await requireVersion(tx, workspaceId, subject, version, permanent)];
      if (chosen.length === 0) throw await missing(tx, workspaceId, subject);
      const alive = chosen.find(({ isDeleted }) => !isDeleted);
      if (permanent && alive !== undefined)
        throw version === undefined
          ? registryError(
              40405,
              `Subject '${subject}' was not deleted first before being permanently deleted`,
            )
          : registryError(
              40407,
              `Subject '${subject}' Version ${alive.version} was not deleted first before being permanently deleted`,
            );
      const versions = chosen.map((one) => one.version).sort((a, b) => a - b);
      await refuseReferenced(tx, workspaceId, subject, versions);
      const where = { workspaceId, subject, version: { in: versions } };
      if (permanent) await tx.schemaVersion.deleteMany({ where });
      else await tx.schemaVersion.updateMany({ where, data: { deletedAt: new Date() } });
      await recordAudit(tx, actor, "schema.deleted", subject, { versions, permanent });
      return versions;
    }),
);

async function missing(tx: Prisma.TransactionClient, workspaceId: string, subject: string) {
  const deleted = await readVersions(tx, workspaceId, subject, { withDeleted: true, limit: 1 });
  if (deleted.length === 0) return registryError(40401, `Subject '${subject}' not found.`);
  return registryError(
    40404,
    `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
  );
}
