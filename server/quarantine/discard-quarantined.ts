import * as z from "zod";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { choiceSchema, chosenEvents } from "./quarantine-choice";

const lockedRows = z.array(z.object({ id: z.string(), topic: z.string() }));

/**
 * Discards events in quarantine, with a reason; they stay to be looked at and are never delivered. Those that are
 * released already stay so. Call again with `nextAfter` while it is there.
 * @throws AppError `not-found`
 */
export const discardQuarantined = useCase(
  "quarantine.resolve",
  z.object({ choice: choiceSchema, reason: z.string().trim().min(1, "Say why.").max(1_000) }),
  async ({ db, pool }, actor, { choice, reason }) => {
    const { ids, nextAfter } = await chosenEvents(pool, actor.workspaceId, choice);
    return db.$transaction(async (tx) => {
      // Two people who decide about the same events wait for each other, in the order of ids.
      const waiting = lockedRows.parse(
        await tx.$queryRaw`SELECT q.id, t.name AS topic FROM quarantined_event q JOIN topic t ON t.id = q.topic_id
          WHERE q.id = ANY(${ids}::uuid[]) AND q.state = 'waiting' ORDER BY q.id FOR UPDATE OF q`,
      );
      const topics = [...new Set(waiting.map(({ topic }) => topic))].join(", ");
      await tx.quarantinedEvent.updateMany({
        where: { id: { in: waiting.map(({ id }) => id) } },
        data: { state: "discarded", resolvedAt: new Date(), resolvedBy: actor.name, reason },
      });
      if (waiting.length > 0)
        await recordAudit(tx, actor, "quarantine.discarded", topics, { events: waiting.length, reason });
      return { discarded: waiting.length, nextAfter };
    });
  },
);
