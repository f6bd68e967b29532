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
    for (const event of events) {
      const head = await db.topicHead.update({ where: { topicId }, data: { head: { increment: 1 } } });
      await db.event.create({
        data: {
          topicId,
          offset: head.head,
          id: event.id,
          source: "test",
          type: "test",
          time: new Date(),
          contentType: "application/json",
          data: Buffer.from(event.data ?? "{}"),
          key: event.key ?? null,
          correlationId: event.correlationId ?? event.id,
          causationId: event.causationId ?? null,
        },
      });
    }
  });
}
