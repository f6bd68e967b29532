import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";

/** What finding a flow needs: the database or a transaction. */
export type FlowStore = Pick<Prisma.TransactionClient, "flow">;

/** A flow with its live revision, as stored. */
export type FoundFlow = Prisma.FlowGetPayload<{ include: { liveRevision: true } }>;

/**
 * A flow of the actor's workspace by its slug.
 * @throws AppError `not-found`, also for a deleted one
 */
export async function findFlow(store: FlowStore, actor: Actor, slug: string): Promise<FoundFlow> {
  const flow = await store.flow.findUnique({
    where: { workspaceId_slug: { workspaceId: actor.workspaceId, slug } },
    include: { liveRevision: true },
  });
  if (flow === null || flow.deletedAt !== null) {
    throw new AppError("not-found", `There is no flow "${slug}" here. It may have been deleted.`);
  }
  return flow;
}

/**
 * The same, and nobody else deploys, pauses or deletes it until the transaction ends.
 * @throws AppError `not-found`
 */
export async function lockFlow(tx: Prisma.TransactionClient, actor: Actor, slug: string): Promise<FoundFlow> {
  await tx.$queryRaw`SELECT id FROM flow WHERE workspace_id = ${actor.workspaceId}::uuid AND slug = ${slug} FOR UPDATE`;
  return findFlow(tx, actor, slug);
}
