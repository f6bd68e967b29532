import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { deployTransaction } from "../flows/deploy-flow";
import { flowUses } from "../flows/other-flows";
import { useCase } from "../use-case";

/**
 * Deletes a topic with its events and the history of their deliveries. The name must be typed again.
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
      const events = await tx.event.deleteMany({ where: { topicId: topic.id } });
      await tx.delivery.deleteMany({ where: { topicId: topic.id } });
      await tx.idempotencyKey.deleteMany({ where: { topicId: topic.id } });
      await tx.replayItem.deleteMany({ where: { topicId: topic.id } });
      await tx.subscription.deleteMany({ where: { topicId: topic.id } });
      await tx.topic.delete({ where: { id: topic.id } });
      await recordAudit(tx, actor, "topic.deleted", topic.name, { events: events.count });
      return { deletedEvents: events.count };
    }, deployTransaction),
);
