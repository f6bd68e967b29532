import * as z from "zod";
import { AppError } from "../app-error";
import { readEvents } from "../log/read";
import { useCase } from "../use-case";

/**
 * Events of a topic after an offset, oldest first, with their payloads: what a program reads in order to follow a
 * topic. Who goes on after `next` never skips an event and never sees one twice.
 * @throws AppError `not-found`
 */
export const readTopic = useCase(
  "event.read",
  z.object({
    topic: z.string().min(1),
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(1000).default(100),
  }),
  async (deps, actor, { topic: name, after, limit }) => {
    const topic = await deps.db.topic.findUnique({
      where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
      select: { id: true, head: { select: { head: true } } },
    });
    if (topic === null) throw new AppError("not-found", `There is no topic \`${name}\` here.`);
    const events = await readEvents(deps.pool, topic.id, after, limit);
    return {
      events,
      /** Offset to go on after. */
      next: events.at(-1)?.envelope.offset ?? after,
      /** Offset of the last event when this was read, roughly. */
      head: Number(topic.head?.head ?? 0n),
    };
  },
);
