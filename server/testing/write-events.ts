import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";

/** A workspace with one owner, as use cases see it. */
export async function makeWorkspace(deps: Deps, slug: string): Promise<Actor> {
  const workspace = await deps.db.workspace.create({ data: { slug, name: slug } });
  return {
    kind: "user",
    id: "tester",
    name: "Tester",
    workspaceId: workspace.id,
    workspaceSlug: slug,
    role: "owner",
  };
}

/** A topic without events; returns its id. */
export async function makeTopic(deps: Deps, actor: Actor, name: string): Promise<string> {
  const topic = await deps.db.topic.create({
    data: { workspaceId: actor.workspaceId, name, head: { create: {} } },
  });
  return topic.id;
}

/** What a test wants to see of an event; the rest has plain defaults. */
export interface WrittenEvent {
  readonly id: string;
  readonly data?: string;
  readonly key?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/**
 * Writes events straight into the log in one transaction, for tests of what reads it; `server/log` has
 * tests of its own.
 */
export async function writeEvents(
  deps: Deps,
  topicId: string,
  events: readonly WrittenEvent[],
): Promise<void> {
  await deps.db.$transaction(async (db) => {
    const { head } = await db.topicHead.update({
      where: { topicId },
      data: { head: { increment: events.length } },
    });
    const before = head - BigInt(events.length);
    await db.event.createMany({
      data: events.map((event, index) => ({
        topicId,
        offset: before + BigInt(index + 1),
        id: event.id,
        source: "test",
        type: "test",
        time: new Date(),
        contentType: "application/json",
        data: Buffer.from(event.data ?? "{}"),
        key: event.key ?? null,
        correlationId: event.correlationId ?? event.id,
        causationId: event.causationId ?? null,
      })),
    });
  });
}

/** A deployed flow with one consumer without steps that reacts to a topic from its beginning; returns the subscription's id. */
export async function makeConsumer(
  deps: Deps,
  actor: Actor,
  topicId: string,
  consumerId: string,
): Promise<string> {
  const flow = await deps.db.flow.create({
    data: {
      workspaceId: actor.workspaceId,
      slug: `flow-of-${consumerId}`,
      name: `Flow of ${consumerId}`,
      draft: {},
      updatedBy: actor.name,
    },
  });
  const revision = await deps.db.revision.create({
    data: { flowId: flow.id, number: 1, document: { consumers: [] }, plan: {}, createdBy: actor.name },
  });
  const subscription = await deps.db.subscription.create({
    data: {
      workspaceId: actor.workspaceId,
      flowId: flow.id,
      consumerId,
      topicId,
      revisionId: revision.id,
      lanes: { create: { cursor: 0n, lowWatermark: 0n } },
    },
  });
  return subscription.id;
}
