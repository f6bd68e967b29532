import * as z from "zod";
import { conditionSchema } from "@/flow/document/condition";
import { testCondition } from "@/flow/expression/condition";
import { ExpressionError } from "@/flow/expression/expression-error";
import { parseEventData } from "../log/event-data";
import { type StoredEventRow, storedEventColumns, toStoredEvent } from "../log/read";
import { useCase } from "../use-case";

/** So many events are looked at, of at most that many bytes each: a condition is tried while it is written. */
const maxEvents = 10;
const maxBytes = 64 * 1024;

/** How many of the last events of some topics fit a condition; those of more than 64 KiB are passed over. */
export const countPassing = useCase(
  "event.read",
  z.object({ topics: z.array(z.string().max(200)).min(1).max(20), condition: conditionSchema }),
  async (deps, actor, { topics, condition }) => {
    const { rows } = await deps.pool.query<StoredEventRow & { readonly topic: string; readonly now: Date }>(
      `SELECT t.name AS topic, clock_timestamp() AS now, ${storedEventColumns}
       FROM topic t
       CROSS JOIN LATERAL (
         SELECT * FROM (SELECT * FROM event WHERE topic_id = t.id ORDER BY "offset" DESC LIMIT $3) last
         WHERE octet_length(last.data) <= $4
       ) e
       WHERE t.workspace_id = $1 AND t.name = ANY($2)
       ORDER BY e.received_at DESC, e."offset" DESC LIMIT $3`,
      [actor.workspaceId, topics, maxEvents, maxBytes],
    );
    const verdicts = rows.map((row) => {
      const { envelope, data } = toStoredEvent(row, row.topic);
      const roots = {
        data: parseEventData(envelope.contentType, data),
        event: envelope,
        steps: {},
        now: row.now,
      };
      try {
        return testCondition(condition, roots).passed;
      } catch (error) {
        // Such an event would fail at this condition, and so does not pass it.
        if (error instanceof ExpressionError) return false;
        throw error;
      }
    });
    return { of: verdicts.length, passed: verdicts.filter(Boolean).length };
  },
);
