import * as z from "zod";
import { recordAudit } from "../audit/record";
import { cancelWaitingNow } from "../log/cancel-waiting";
import { useCase } from "../use-case";
import { announce } from "./announce";
import { deployTransaction } from "./deploy-flow";
import { endSubscription, type WaitingCounts, waitingOf } from "./end-subscription";
import { findFlow, lockFlow } from "./find-flow";

const byFlow = z.object({ flow: z.string() });

/** What deleting a flow would end; shown before it is done. */
export const previewDeleteFlow = useCase("flow.read", byFlow, async (deps, actor, input) => {
  const flow = await findFlow(deps.db, actor, input.flow);
  const running = await deps.db.subscription.findMany({
    where: { flowId: flow.id, state: { not: "removed" } },
    select: { id: true, consumerId: true },
  });
  const counts = await Promise.all(running.map(({ id }) => waitingOf(deps.db, id)));
  return {
    name: flow.name,
    state: flow.state,
    consumers: new Set(running.map(({ consumerId }) => consumerId)).size,
    producers: await deps.db.producer.count({ where: { flowId: flow.id, topicId: { not: null } } }),
    ...sum(counts),
  };
});

/**
 * Deletes a flow; a live one is stopped first. Its events, topics and the history of its deliveries stay, its
 * addresses answer as unknown from then on, and its place in the browser's address is free again.
 */
export const deleteFlow = useCase("flow.delete", byFlow, async (deps, actor, input) => {
  const ended = await deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, input.flow);
    const running = await tx.subscription.findMany({
      where: { flowId: flow.id, state: { not: "removed" } },
      orderBy: { id: "asc" },
    });
    const counts: WaitingCounts[] = [];
    for (const { id } of running) {
      counts.push(await endSubscription(tx, id));
    }
    await tx.consumerRate.deleteMany({ where: { flowId: flow.id } });
    await tx.producer.updateMany({ where: { flowId: flow.id }, data: { topicId: null, nextFireAt: null } });
    await tx.flow.update({
      where: { id: flow.id },
      data: {
        state: "draft",
        liveRevisionId: null,
        deletedAt: new Date(),
        slug: `${flow.slug}~${flow.id}`,
        updatedBy: actor.name,
      },
    });
    const ended = sum(counts);
    await recordAudit(tx, actor, "flow.deleted", flow.name, { ...ended });
    await announce(tx, flow.id);
    return ended;
  }, deployTransaction);
  await cancelWaitingNow(deps.pool);
  return ended;
});

function sum(counts: readonly WaitingCounts[]): WaitingCounts {
  return counts.reduce(
    (total, { waiting, retrying, held }) => ({
      waiting: total.waiting + waiting,
      retrying: total.retrying + retrying,
      held: total.held + held,
    }),
    { waiting: 0, retrying: 0, held: 0 },
  );
}
