import type { EventDraft } from "@/flow/event/event-envelope";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "../deps";
import { keptEnvelopeSchema } from "../events/kept-envelope";
import { append } from "../log/append";
import { createAnnouncer } from "../log/notify";
import { quarantine } from "../quarantine/quarantine";
import { type CheckedEvent, holdToSchema } from "../schemas/hold-to-schema";
import { findGatedTopic } from "../schemas/topic-gate";

/**
 * What a topic takes of events whose senders wait for no answer any more: what it would refuse waits in quarantine, too.
 */
async function admitted(
  deps: Deps,
  workspaceId: string,
  producerId: string,
  topic: { readonly id: string; readonly name: string },
  drafts: readonly EventDraft[],
): Promise<readonly EventDraft[]> {
  const gate = (await findGatedTopic(deps, workspaceId, topic.name))?.gate;
  if (gate === undefined) return drafts;
  const checked = await holdToSchema(deps, gate, drafts);
  const isHeld = ({ failures }: CheckedEvent) => gate.gate !== "warn" && failures.length > 0;
  await quarantine(deps.pool, workspaceId, topic, producerId, checked.filter(isHeld));
  return checked.filter((one) => !isHeld(one)).map(({ event }) => event);
}

/**
 * Appends the events that came to a flow's producers before they were deployed, oldest first, and forgets the
 * samples. Doing it twice, or stopping in between, stores each once: they keep their ids. They are held to the schema
 * of their topic as if they came now.
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
  for (const { id: producerId, workspaceId, type, topicId, samples } of producers) {
    if (topicId === null) continue;
    const unnamed = definitions.producer(type)?.proposedTopic;
    const name = nameOf.get(topicId);
    const drafts = samples.map(({ envelope, data }): EventDraft => {
      const kept = keptEnvelopeSchema.parse(envelope);
      // What named no type got that of the topic it would probably have: now the topic is known.
      return { ...kept, type: kept.type === unnamed ? (name ?? kept.type) : kept.type, data };
    });
    const taken =
      name === undefined
        ? drafts
        : await admitted(deps, workspaceId, producerId, { id: topicId, name }, drafts);
    const outcomes = await append(
      deps.pool,
      topicId,
      taken.map((draft) => ({ draft, producerId })),
    );
    delivered += outcomes.filter(({ kind }) => kind === "stored").length;
    await deps.db.producerSample.deleteMany({ where: { id: { in: samples.map(({ id }) => id) } } });
    announcer.announce("appended", topicId);
  }
  await announcer.idle();
  return delivered;
}
