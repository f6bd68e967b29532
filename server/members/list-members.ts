import * as z from "zod";
import { useCase } from "../use-case";

/** The people of the workspace by name; `isInvited` until they have set their password. */
export const listMembers = useCase("member.read", z.object({}), async (deps, actor) => {
  const memberships = await deps.db.membership.findMany({
    where: { workspaceId: actor.workspaceId },
    select: {
      role: true,
      createdAt: true,
      user: {
        select: {
          id: true,
          name: true,
          email: true,
          accounts: { where: { providerId: "credential" }, select: { id: true } },
        },
      },
    },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
  });
  const keys = await deps.db.apiKey.groupBy({
    by: ["createdById"],
    where: {
      workspaceId: actor.workspaceId,
      createdById: { not: null },
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
    },
    _count: true,
  });
  const keysOf = new Map(keys.map(({ createdById, _count }) => [createdById, _count]));
  return memberships.map(({ role, createdAt, user }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
    since: createdAt,
    isInvited: user.accounts.length === 0,
    /** API keys that they made and that end when they leave. */
    livingKeys: keysOf.get(user.id) ?? 0,
    isYou: actor.kind === "user" && actor.id === user.id,
  }));
});
