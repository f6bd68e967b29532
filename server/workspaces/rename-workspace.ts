import * as z from "zod";
import { recordAudit } from "../audit/record";
import { refuseApiKeys } from "../auth/refuse";
import { useCase } from "../use-case";
import { workspaceName } from "./create-workspace";

/** Gives the workspace another name; its address stays, so that links keep working. */
export const renameWorkspace = useCase(
  "workspace.manage",
  z.object({ name: workspaceName }),
  async (deps, actor, { name }) => {
    refuseApiKeys(actor, "rename workspaces");
    await deps.db.$transaction(async (tx) => {
      await tx.workspace.update({ where: { id: actor.workspaceId }, data: { name } });
      await recordAudit(tx, actor, "workspace.renamed", name);
    });
  },
);
