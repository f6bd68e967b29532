import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";

/**
 * Locks the workspace's members and refuses when `userId` is its last owner; so that two owners who demote each other
 * at the same moment cannot leave none.
 * @throws AppError `conflict`
 */
export async function keepOneOwner(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  userId: string,
): Promise<void> {
  const owners = await tx.$queryRaw<{ user_id: string }[]>`
    SELECT user_id FROM membership WHERE workspace_id = ${workspaceId}::uuid AND role = 'owner'
    ORDER BY user_id FOR UPDATE`;
  if (owners.every((owner) => owner.user_id === userId)) {
    throw new AppError("conflict", "This is the last owner. Make somebody else owner first.");
  }
}
