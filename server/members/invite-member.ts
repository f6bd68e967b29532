import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { roles } from "../auth/can";
import { refuseApiKeys, refuseRoleAbove } from "../auth/refuse";
import { useCase } from "../use-case";
import { type JoinLink, makeJoinLink, mayMakeLinkFor } from "./join-link";

/**
 * Adds a person to the workspace. Who has no password yet gets a link to set one, in this answer and nowhere else;
 * who is known already signs in as always, and `link` is absent.
 * @throws AppError `conflict` when they are a member; `not-allowed` for a role above one's own
 */
export const inviteMember = useCase(
  "member.manage",
  z.object({
    name: z.string().trim().min(1, "Write a name.").max(80),
    email: z.email("Write an e-mail address.").max(254),
    role: z.enum(roles),
  }),
  async (deps, actor, { name, email: written, role }): Promise<{ userId: string; link?: JoinLink }> => {
    refuseApiKeys(actor, "invite people");
    refuseRoleAbove(actor, role);
    const { workspaceId } = actor;
    const email = written.toLowerCase();
    return deps.db.$transaction(async (tx) => {
      const known = await tx.user.findUnique({ where: { email }, include: { accounts: true } });
      const user = known ?? (await tx.user.create({ data: { name, email } }));
      const { count } = await tx.membership.createMany({
        data: [{ workspaceId, userId: user.id, role }],
        skipDuplicates: true,
      });
      if (count === 0) throw new AppError("conflict", `${user.name} (${email}) is a member already.`);
      await recordAudit(tx, actor, "member.invited", email, { role });
      const needsLink = known === null || known.accounts.length === 0;
      if (!needsLink || !(await mayMakeLinkFor(tx, actor, user.id))) return { userId: user.id };
      return { userId: user.id, link: await makeJoinLink(tx, deps.env, user.id) };
    });
  },
);
