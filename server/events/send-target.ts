import * as z from "zod";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { producerById } from "../gateway/producer-lookup";
import { targetOf } from "../gateway/receive-events";
import { findGatedTopic } from "../schemas/topic-gate";
import type { EventTarget } from "./accept-request";

/** Into a topic, or through a producer of a flow as if it had come to its address. */
export const sendTargetSchema = z.union([
  z.strictObject({ topic: z.string().min(1).max(80) }),
  z.strictObject({ flow: z.string().min(1).max(80), producer: z.string().min(1).max(64) }),
]);
export type SendTarget = z.infer<typeof sendTargetSchema>;

/**
 * Finds where events are sent to, in the actor's workspace.
 * @throws AppError `not-found`
 */
export async function findTarget(deps: Deps, actor: Actor, target: SendTarget): Promise<EventTarget> {
  const { workspaceId, workspaceSlug } = actor;
  if ("topic" in target) {
    const topic = await findGatedTopic(deps, workspaceId, target.topic);
    if (topic === undefined) throw new AppError("not-found", `There is no topic \`${target.topic}\` here.`);
    return { topic, type: topic.name, source: `${deps.env.MILLRACE_URL}/w/${workspaceSlug}` };
  }
  const row = await deps.db.producer.findFirst({
    where: { workspaceId, nodeId: target.producer, flow: { slug: target.flow, deletedAt: null } },
    select: { id: true },
  });
  const producer = row && (await producerById(deps, row.id));
  if (!producer) {
    throw new AppError("not-found", `The flow "${target.flow}" has no producer "${target.producer}".`);
  }
  return targetOf(deps.env.MILLRACE_URL, producer);
}
