import type { Prisma } from "@/prisma/generated/client";
import type { Actor } from "../auth/actor";
import { roles } from "../auth/can";
import { hashToken, randomToken } from "../auth/random-token";
import type { Env } from "../env";

const joinDays = 7;
const prefix = "join:";

export type JoinStore = Pick<Prisma.TransactionClient, "verification" | "membership">;

/** Under which name the database keeps a link: by the hash of its token, never the token. */
export function joinIdentifier(token: string): string {
  return `${prefix}${hashToken(token)}`;
}

/** A link that lets one person set their password, shown once. */
export interface JoinLink {
  readonly link: string;
  readonly expiresAt: Date;
}

/** Makes the one living link of a person; earlier ones stop working. */
export async function makeJoinLink(tx: JoinStore, env: Env, userId: string): Promise<JoinLink> {
  await dropJoinLinks(tx, userId);
  const token = randomToken();
  const expiresAt = new Date(Date.now() + joinDays * 24 * 3600 * 1000);
  await tx.verification.create({ data: { identifier: joinIdentifier(token), value: userId, expiresAt } });
  // Behind the #, so that no access log holds it.
  return { link: `${env.MILLRACE_URL}/join#${token}`, expiresAt };
}

/** Ends all links of a person. */
export async function dropJoinLinks(tx: JoinStore, userId: string): Promise<void> {
  await tx.verification.deleteMany({ where: { value: userId, identifier: { startsWith: prefix } } });
}

/**
 * Whether the actor may take over a person's way in. A link sets the password of the whole person, so the actor must
 * be at least admin and no less than that person in every workspace they are in.
 */
export async function mayMakeLinkFor(tx: JoinStore, actor: Actor, userId: string): Promise<boolean> {
  const theirs = await tx.membership.findMany({ where: { userId } });
  const own = await tx.membership.findMany({
    where: { userId: actor.id, workspaceId: { in: theirs.map(({ workspaceId }) => workspaceId) } },
  });
  const rank = (role: Actor["role"]) => roles.indexOf(role);
  return theirs.every(({ workspaceId, role }) => {
    const mine =
      workspaceId === actor.workspaceId ? actor : own.find((other) => other.workspaceId === workspaceId);
    return mine !== undefined && rank(mine.role) >= rank("admin") && rank(mine.role) >= rank(role);
  });
}
