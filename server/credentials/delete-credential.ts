import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys } from "../auth/refuse";
import { useCase } from "../use-case";
import { credentialUses } from "./credential-uses";

/**
 * Deletes a credential for ever.
 * @throws AppError `not-found`; `conflict` while a deployed flow uses it, with the flows in `details.uses`
 */
export const deleteCredential = useCase(
  "credential.manage",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    refuseApiKeys(actor, "delete credentials");
    const { workspaceId } = actor;
    const uses = (await credentialUses(deps, workspaceId)).get(id)?.filter((use) => use.isLive) ?? [];
    await deps.db.$transaction(async (tx) => {
      const row = await tx.credential.findFirst({ where: { id, workspaceId } });
      if (row === null) throw new AppError("not-found", "There is no such credential.");
      if (uses.length > 0) {
        const names = uses.map((use) => use.name).join(", ");
        throw new AppError(
          "conflict",
          `Deployed flows use "${row.name}": ${names}. Take it out there first.`,
          {
            uses: uses.map(({ flow, name }) => ({ flow, name })),
          },
        );
      }
      await tx.credential.delete({ where: { id, workspaceId } });
      await recordAudit(tx, actor, "credential.deleted", row.name, { type: row.type });
    });
  },
);
