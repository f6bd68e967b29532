import type { Plan } from "@/flow/compile/plan";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import { draftConsumers } from "@/flow/test-run/draft-consumers";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { otherFlows } from "../flows/other-flows";
import { storedDocument } from "../flows/stored-document";

/**
 * Compiles the drafts of flows as a run of a draft does, each consumer on its own: what is finished can be tried while the
 * rest is not. No topic is made: what a new one would get is known by its name alone.
 * @throws AppError `not-found` when a consumer is not in its draft, `not-deployable` when one cannot run
 */
export async function compileReplayPlans(
  { db }: Pick<Deps, "db">,
  subscriptions: readonly { readonly flowId: string; readonly consumerId: string }[],
): Promise<{ flowId: string; plan: Plan }[]> {
  const flows = await db.flow.findMany({
    where: { id: { in: [...new Set(subscriptions.map(({ flowId }) => flowId))] } },
    select: { id: true, name: true, workspaceId: true, draft: true },
  });
  return Promise.all(
    flows.map(async (flow) => {
      const document = storedDocument(flow.draft);
      const others = await otherFlows(db, flow.workspaceId, flow.id);
      const { ready, unfinished } = draftConsumers(document, definitions, { others });
      const consumerIds = subscriptions.flatMap((one) => (one.flowId === flow.id ? [one.consumerId] : []));
      for (const consumerId of consumerIds) {
        const problem = unfinished.find((one) => one.consumerId === consumerId);
        if (problem !== undefined) {
          throw new AppError(
            "not-deployable",
            `The draft of ${flow.name} cannot run yet: ${problem.message}`,
          );
        }
        if (!ready.some(({ id }) => id === consumerId)) {
          throw new AppError("not-found", `The draft of ${flow.name} has no such consumer any more.`);
        }
      }
      const names = topicNamesOf(document, definitions);
      const topics = await db.topic.findMany({
        where: { workspaceId: flow.workspaceId, name: { in: names } },
        select: { id: true, name: true },
      });
      const ids = new Map(topics.map(({ id, name }) => [name, id]));
      const known = (name: string) => ids.get(name) ?? [];
      return {
        flowId: flow.id,
        plan: {
          producers: [],
          consumers: ready
            .filter(({ id }) => consumerIds.includes(id))
            .map((consumer) => ({ ...consumer, topicIds: consumer.topicIds.flatMap(known) })),
          topicIds: Object.fromEntries(ids),
        },
      };
    }),
  );
}
