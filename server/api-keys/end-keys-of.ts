import type { Prisma } from "@/prisma/generated/client";
import { recordAudit } from "../audit/record";
import type { Actor, Role } from "../auth/actor";
import { roles } from "../auth/can";

/**
 * Revokes a person's living keys of the actor's workspace: all, or those whose role is above the one that they have now.
 * Inside the transaction that takes the right away. Keys that were made on the command line belong to nobody and stay.
 */
export async function endKeysOf(
  tx: Prisma.TransactionClient,
  actor: Actor,
  userId: string,
  roleLeft?: Role,
): Promise<void> {
  const above = roleLeft === undefined ? roles : roles.slice(roles.indexOf(roleLeft) + 1);
  const ended = await tx.apiKey.updateManyAndReturn({
    where: { workspaceId: actor.workspaceId, createdById: userId, revokedAt: null, role: { in: [...above] } },
    data: { revokedAt: new Date() },
    select: { name: true },
  });
  for (const { name } of ended) await recordAudit(tx, actor, "api-key.revoked", name);
}
