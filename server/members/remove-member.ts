import * as z from "zod";
import { endKeysOf } from "../api-keys/end-keys-of";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys, refuseRoleAbove } from "../auth/refuse";
import { useCase } from "../use-case";
import { dropJoinLinks } from "./join-link";
import { keepOneOwner } from "./keep-one-owner";

/**
 * Takes a person out of the workspace; open pages of theirs end within seconds, and so do
 * the API keys that they made. Their history stays.
 * @throws AppError `not-found`; `not-allowed` above one's own role; `conflict` for the last owner
 */
export const removeMember = useCase(
  "member.manage",
  z.object({ userId: z.string().max(80) }),
  async (deps, actor, { userId }) => {
    refuseApiKeys(actor, "remove people");
    const { workspaceId } = actor;
    const at = { workspaceId_userId: { workspaceId, userId } };
    await deps.db.$transaction(async (tx) => {
      const member = await tx.membership.findUnique({ where: at, include: { user: true } });
      if (member === null) throw new AppError("not-found", "There is no such member.");
      refuseRoleAbove(actor, member.role);
      if (member.role === "owner") await keepOneOwner(tx, workspaceId, userId);
      await tx.membership.delete({ where: at });
      await endKeysOf(tx, actor, userId);
      if ((await tx.membership.count({ where: { userId } })) === 0) await dropJoinLinks(tx, userId);
      await recordAudit(tx, actor, "member.removed", member.user.email, { role: member.role });
    });
  },
);
