import { parsePlan } from "@/flow/compile/plan-schema";
import { publishedBy } from "@/flow/compile/published-by";
import type { OtherFlows } from "@/flow/validate/rule";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Prisma } from "@/prisma/generated/client";
import { storedDocument } from "./stored-document";

/** What one deployed flow does with topics, by their names of today. */
export interface FlowUse {
  readonly slug: string;
  readonly name: string;
  readonly publishes: readonly string[];
  readonly consumes: readonly string[];
}

type Store = Pick<Prisma.TransactionClient, "flow" | "topic">;

/** What the deployed flows of a workspace do with topics; `exceptFlowId` is left out. */
export async function flowUses(store: Store, workspaceId: string, exceptFlowId?: string): Promise<FlowUse[]> {
  const flows = await store.flow.findMany({
    where: {
      workspaceId,
      deletedAt: null,
      liveRevisionId: { not: null },
      ...(exceptFlowId === undefined ? {} : { id: { not: exceptFlowId } }),
    },
    include: { liveRevision: true },
    orderBy: { name: "asc" },
  });
  const topics = await store.topic.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  const nameOf = new Map(topics.map(({ id, name }) => [id, name]));
  return flows.flatMap(({ slug, name, liveRevision }) => {
    if (liveRevision === null) return [];
    const plan = parsePlan(liveRevision.plan);
    const document = storedDocument(liveRevision.document);
    // The document names topics as they were called then; the plan knows their ids.
    const today = (then: string) => nameOf.get(plan.topicIds[then] ?? "") ?? then;
    const published = [
      ...document.producers.flatMap(({ topic }) => (topic === undefined ? [] : [topic])),
      ...document.consumers.flatMap(({ steps }) =>
        [...publishedBy(steps, definitions)].map(({ topic }) => topic),
      ),
    ];
    const consumed = document.consumers.flatMap(({ when }) => when);
    return [{ slug, name, publishes: unique(published.map(today)), consumes: unique(consumed.map(today)) }];
  });
}

/** For the rules about missing ends: other flows, and topics that hold events already, whoever sent them. */
export async function otherFlows(
  store: Store & Pick<Prisma.TransactionClient, "topicHead">,
  workspaceId: string,
  exceptFlowId: string,
): Promise<OtherFlows> {
  const uses = await flowUses(store, workspaceId, exceptFlowId);
  const filled = await store.topicHead.findMany({
    where: { head: { gt: 0 }, topic: { workspaceId } },
    select: { topic: { select: { name: true } } },
  });
  return {
    published: new Set([
      ...uses.flatMap(({ publishes }) => publishes),
      ...filled.map(({ topic }) => topic.name),
    ]),
    consumed: new Set(uses.flatMap(({ consumes }) => consumes)),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
