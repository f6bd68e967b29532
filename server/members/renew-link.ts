import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { refuseApiKeys } from "../auth/refuse";
import { useCase } from "../use-case";
import { type JoinLink, makeJoinLink, mayMakeLinkFor } from "./join-link";

/**
 * Makes a new link for a member who lost theirs or forgot the password. The old password works until it is used.
 * @throws AppError `not-found`; `not-allowed` when the member has more rights anywhere than the actor has there
 */
export const renewLink = useCase(
  "member.manage",
  z.object({ userId: z.string().max(80) }),
  async (deps, actor, { userId }): Promise<JoinLink> => {
    refuseApiKeys(actor, "make sign-in links");
    const { workspaceId } = actor;
    return deps.db.$transaction(async (tx) => {
      const member = await tx.membership.findUnique({
        where: { workspaceId_userId: { workspaceId, userId } },
        include: { user: true },
      });
      if (member === null) throw new AppError("not-found", "There is no such member.");
      if (!(await mayMakeLinkFor(tx, actor, userId))) {
        throw new AppError(
          "not-allowed",
          `${member.user.name} has rights that you do not have, here or in another workspace. Ask an owner there.`,
        );
      }
      await recordAudit(tx, actor, "member.link-renewed", member.user.email);
      return makeJoinLink(tx, deps.env, userId);
    });
  },
);
