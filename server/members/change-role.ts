import * as z from "zod";
import { endKeysOf } from "../api-keys/end-keys-of";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { roles } from "../auth/can";
import { refuseApiKeys, refuseRoleAbove } from "../auth/refuse";
import { useCase } from "../use-case";
import { keepOneOwner } from "./keep-one-owner";

/**
 * Changes what a member may do, from their next request on; keys of theirs that may do more end.
 * @throws AppError `not-found`; `not-allowed` above one's own role; `conflict` for the last owner
 */
export const changeRole = useCase(
  "member.manage",
  z.object({ userId: z.string().max(80), role: z.enum(roles) }),
  async (deps, actor, { userId, role }) => {
    refuseApiKeys(actor, "change roles");
    refuseRoleAbove(actor, role);
    const { workspaceId } = actor;
    const at = { workspaceId_userId: { workspaceId, userId } };
    await deps.db.$transaction(async (tx) => {
      const member = await tx.membership.findUnique({ where: at, include: { user: true } });
      if (member === null) throw new AppError("not-found", "There is no such member.");
      if (member.role === role) return;
      refuseRoleAbove(actor, member.role);
      if (member.role === "owner") await keepOneOwner(tx, workspaceId, userId);
      await tx.membership.update({ where: at, data: { role } });
      await endKeysOf(tx, actor, userId, role);
      await recordAudit(tx, actor, "member.role-changed", member.user.email, { from: member.role, to: role });
    });
  },
);
