import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys, refuseRoleAbove } from "../auth/refuse";
import { useCase } from "../use-case";

/**
 * Ends a key at once and for ever; the row stays, so that history can name it.
 * @throws AppError `not-found`; `conflict` when it is revoked already
 */
export const revokeApiKey = useCase(
  "api-key.manage",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    refuseApiKeys(actor, "revoke API keys");
    await deps.db.$transaction(async (tx) => {
      const key = await tx.apiKey.findFirst({ where: { id, workspaceId: actor.workspaceId } });
      if (key === null) throw new AppError("not-found", "There is no such API key.");
      refuseRoleAbove(actor, key.role);
      const { count } = await tx.apiKey.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      if (count === 0) throw new AppError("conflict", `The key "${key.name}" is revoked already.`);
      await recordAudit(tx, actor, "api-key.revoked", key.name);
    });
  },
);
