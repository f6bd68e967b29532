import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys } from "../auth/refuse";
import { useCase } from "../use-case";
import { credentialContent, credentialName } from "./credential-types";
import { sealContent } from "./seal-content";

/**
 * Replaces a credential as a whole, under the same id, so that flows go on using it. The secret has to be given
 * again even when only the host changes: otherwise an old secret could be sent to a new place.
 * @throws AppError `not-found`; `conflict` when the name is taken or the type differs
 */
export const replaceCredential = useCase(
  "credential.manage",
  z.object({ id: z.uuid(), name: credentialName, content: credentialContent }),
  async (deps, actor, { id, name, content }) => {
    refuseApiKeys(actor, "replace credentials");
    const { workspaceId } = actor;
    await deps.db.$transaction(async (tx) => {
      const row = await tx.credential.findFirst({ where: { id, workspaceId } });
      if (row === null) throw new AppError("not-found", "There is no such credential.");
      if (row.type !== content.type) {
        throw new AppError(
          "conflict",
          "A credential keeps its type. Make a new one and choose it in the steps.",
        );
      }
      if ((await tx.credential.findFirst({ where: { workspaceId, name, id: { not: id } } })) !== null) {
        throw new AppError("conflict", `A credential named "${name}" exists. Choose another name.`);
      }
      await tx.credential.update({
        where: { id, workspaceId },
        data: { name, public: content.public, sealed: sealContent(deps.env, workspaceId, id, content) },
      });
      await recordAudit(tx, actor, "credential.replaced", name, { type: content.type });
    });
  },
);
