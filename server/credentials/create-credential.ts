import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys } from "../auth/refuse";
import { useCase } from "../use-case";
import { credentialContent, credentialName } from "./credential-types";
import { sealContent } from "./seal-content";

/**
 * Stores a credential; its secret can be used by flows from now on and shown to nobody.
 * @throws AppError `conflict` when the name is taken
 */
export const createCredential = useCase(
  "credential.manage",
  z.object({ name: credentialName, content: credentialContent }),
  async (deps, actor, { name, content }) => {
    refuseApiKeys(actor, "store credentials");
    const { workspaceId } = actor;
    return deps.db.$transaction(async (tx) => {
      if ((await tx.credential.findFirst({ where: { workspaceId, name } })) !== null) {
        throw new AppError("conflict", `A credential named "${name}" exists. Choose another name.`);
      }
      const id = crypto.randomUUID();
      await tx.credential.create({
        data: {
          id,
          workspaceId,
          name,
          type: content.type,
          public: content.public,
          sealed: sealContent(deps.env, workspaceId, id, content),
          createdBy: actor.name,
        },
      });
      await recordAudit(tx, actor, "credential.created", name, { type: content.type });
      return { id };
    });
  },
);
