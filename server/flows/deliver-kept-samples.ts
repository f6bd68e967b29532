import type { EventDraft } from "@/flow/event/event-envelope";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "../deps";
import { keptEnvelopeSchema } from "../events/kept-envelope";
import { append } from "../log/append";
import { createAnnouncer } from "../log/notify";

/**
 * Appends the events that came to a flow's producers before they were deployed, oldest first, and forgets the
 * samples. Doing it twice, or stopping in between, stores each once: they keep their ids.
 * @returns how many were appended now
 */
export async function deliverKeptSamples(deps: Deps, flowId: string): Promise<number> {
  const producers = await deps.db.producer.findMany({
    where: { flowId, topicId: { not: null }, samples: { some: {} } },
    include: { samples: { orderBy: { number: "asc" } } },
  });
  const topics = await deps.db.topic.findMany({
    where: { id: { in: producers.flatMap(({ topicId }) => (topicId === null ? [] : [topicId])) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(topics.map(({ id, name }) => [id, name]));
  const announcer = createAnnouncer(deps.pool, deps.log);
  let delivered = 0;
  for (const { id: producerId, type, topicId, samples } of producers) {
    if (topicId === null) continue;
    const unnamed = definitions.producer(type)?.proposedTopic;
    const items = samples.map(({ envelope, data }) => {
      const kept = keptEnvelopeSchema.parse(envelope);
      // What named no type got that of the topic it would probably have: now the topic is known.
      const draft: EventDraft = {
        ...kept,
        type: kept.type === unnamed ? (nameOf.get(topicId) ?? kept.type) : kept.type,
        data,
      };
      return { draft, producerId };
    });
    const outcomes = await append(deps.pool, topicId, items);
    delivered += outcomes.filter(({ kind }) => kind === "stored").length;
    await deps.db.producerSample.deleteMany({ where: { id: { in: samples.map(({ id }) => id) } } });
    announcer.announce("appended", topicId);
  }
  await announcer.idle();
  return delivered;
}
