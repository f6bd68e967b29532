import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { useCase } from "../use-case";
import { findFlow } from "./find-flow";
import { flowUses } from "./other-flows";
import { producerAddresses } from "./producer-addresses";
import { storedDocument } from "./stored-document";

/** Everything the editor opens with: the draft, what runs, the producers' addresses, and what other flows do. */
export const getFlow = useCase("flow.read", z.object({ flow: z.string() }), async (deps, actor, input) => {
  const flow = await findFlow(deps.db, actor, input.flow);
  const [producers, elsewhere, deployment, filled] = await Promise.all([
    producerAddresses(deps, actor, flow.id),
    flowUses(deps.db, actor.workspaceId, flow.id),
    deps.db.deployment.findFirst({ where: { flowId: flow.id }, orderBy: { at: "desc" } }),
    deps.db.topicHead.findMany({
      where: { head: { gt: 0 }, topic: { workspaceId: actor.workspaceId } },
      select: { topicId: true, head: true, topic: { select: { name: true } } },
    }),
  ]);
  const live = flow.liveRevision;
  const document = storedDocument(flow.draft);
  // The same object where they are alike: it is sent once.
  const running =
    live === null || isDeepStrictEqual(live.document, flow.draft) ? document : storedDocument(live.document);
  const topics = new Set(running.topics.map(({ name }) => name));
  return {
    id: flow.id,
    slug: flow.slug,
    name: flow.name,
    state: flow.state,
    document,
    version: flow.draftVersion,
    savedAt: flow.updatedAt,
    savedBy: flow.updatedBy,
    live:
      live === null
        ? null
        : {
            revision: live.number,
            document: running,
            deployedAt: deployment?.at ?? live.createdAt,
            deployedBy: deployment?.by ?? live.createdBy,
            /** What its topics hold, as the `TailPosition` from which on events are new to whoever got this answer. */
            heads: Object.fromEntries(
              filled
                .filter(({ topic }) => topics.has(topic.name))
                .map(({ topicId, head }) => [topicId, Number(head)]),
            ),
          },
    producers,
    /** Other deployed flows and the topics they share, for `↗ 2 more flows` and for the rules. */
    otherFlows: elsewhere,
    /** Topics that hold events already. */
    filledTopics: filled.map(({ topic }) => topic.name),
  };
});
