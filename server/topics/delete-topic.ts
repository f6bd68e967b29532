import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { deployTransaction } from "../flows/deploy-flow";
import { flowUses } from "../flows/other-flows";
import { useCase } from "../use-case";

/**
 * Deletes a topic with its events and the history of their deliveries. The name must be typed again. It is gone at
 * once; the rows behind it are removed by the workers in small batches, see `purgeTopics`.
 * @throws AppError `conflict` while a deployed flow names it (`details.usedBy`); `bad-input` for another name
 */
export const deleteTopic = useCase(
  "topic.delete",
  z.object({ topic: z.string(), confirmName: z.string() }),
  async (deps, actor, input) =>
    deps.db.$transaction(async (tx) => {
      const topic = await tx.topic.findUnique({
        where: { workspaceId_name: { workspaceId: actor.workspaceId, name: input.topic } },
      });
      if (topic === null) throw new AppError("not-found", `There is no topic \`${input.topic}\` here.`);
      if (input.confirmName !== topic.name) {
        throw new AppError("bad-input", `Type the name \`${topic.name}\` to delete it.`);
      }
      // Deployments that would use it wait for this row, or this waits for them.
      await tx.$queryRaw`SELECT id FROM topic WHERE id = ${topic.id}::uuid FOR UPDATE`;
      const usedBy = (await flowUses(tx, actor.workspaceId))
        .filter(({ publishes, consumes }) => publishes.includes(topic.name) || consumes.includes(topic.name))
        .map(({ slug, name }) => ({ slug, name }));
      if (usedBy.length > 0) {
        const names = usedBy.map(({ name }) => name).join(", ");
        throw new AppError("conflict", `Used by ${names}. Remove it there and deploy, then delete it.`, {
          usedBy,
        });
      }
      const subscriptions = await tx.subscription.findMany({
        where: { topicId: topic.id },
        select: { id: true },
      });
      const subscriptionIds = subscriptions.map(({ id }) => id);
      // Whoever works on one of these batches finds that it is gone, and writes nothing. Locks in the engine's order.
      await tx.$queryRaw`
        SELECT id FROM batch WHERE subscription_id = ANY(${subscriptionIds}::uuid[]) ORDER BY id FOR UPDATE`;
      await tx.batch.deleteMany({ where: { subscriptionId: { in: subscriptionIds } } });
      const events = await storedEvents(tx, topic.id);
      await tx.subscription.deleteMany({ where: { id: { in: subscriptionIds } } });
      await tx.topic.delete({ where: { id: topic.id } });
      await tx.topicPurge.create({ data: { topicId: topic.id, subscriptionIds } });
      await recordAudit(tx, actor, "topic.deleted", topic.name, { events });
      return { deletedEvents: events };
    }, deployTransaction),
);

const storedRow = z.object({ stored: z.coerce.number() });

/** How many events a topic holds. */
async function storedEvents(tx: Prisma.TransactionClient, topicId: string): Promise<number> {
  const rows: unknown[] = await tx.$queryRaw`
    SELECT h.head - t.trimmed_to
      + (SELECT count(*) FROM event e WHERE e.topic_id = t.id AND e."offset" <= t.trimmed_to) AS stored
    FROM topic_head h JOIN topic t ON t.id = h.topic_id WHERE t.id = ${topicId}::uuid`;
  return rows.length === 0 ? 0 : storedRow.parse(rows[0]).stored;
}
