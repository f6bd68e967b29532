import * as z from "zod";
import { useCase } from "../use-case";
import { type EventRow, eventRowColumns, toEventRow } from "./event-row";

const inputSchema = z.object({
  /** Names; absent: all topics of the workspace. */
  topics: z.array(z.string()).max(200).optional(),
  correlationId: z.string().max(500).optional(),
  key: z.string().max(500).optional(),
  /** Part of the id, or a run of characters of the payload exactly as it was sent. */
  text: z.string().max(200).optional(),
  from: z.date().optional(),
  to: z.date().optional(),
  /** Newest first, older than this instant; the cursor of the next page. */
  before: z
    .object({ receivedAt: z.string().max(40), topicId: z.uuid(), offset: z.number().int() })
    .optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/**
 * Events of the workspace, newest first. Each topic contributes its newest rows by primary key, so the
 * cost grows with the number of topics and not with the log.
 * @returns `next` is the cursor of the following page, absent at the end
 */
export const listEvents = useCase("event.read", inputSchema, async (deps, actor, input) => {
  const found = await deps.pool.query(
    `SELECT * FROM (
       SELECT ${eventRowColumns}, e.received_at::text AS cursor_at
       FROM topic t
       CROSS JOIN LATERAL (
         SELECT * FROM event
         WHERE topic_id = t.id
           AND ($3::text IS NULL OR correlation_id = $3)
           AND ($4::text IS NULL OR key = $4)
           AND ($5::text IS NULL OR position($5 IN id) > 0 OR position(convert_to($5, 'UTF8') IN data) > 0)
           AND ($6::timestamptz IS NULL OR received_at >= $6)
           AND ($7::timestamptz IS NULL OR received_at <= $7)
           AND ($8::timestamptz IS NULL OR (received_at, topic_id, "offset") < ($8, $9::uuid, $10::bigint))
         ORDER BY "offset" DESC
         LIMIT $11
       ) e
       WHERE t.workspace_id = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))
     ) rows
     ORDER BY received_at DESC, topic_id DESC, "offset" DESC
     LIMIT $11`,
    [
      actor.workspaceId,
      input.topics ?? null,
      input.correlationId ?? null,
      input.key ?? null,
      input.text ?? null,
      input.from ?? null,
      input.to ?? null,
      input.before?.receivedAt ?? null,
      input.before?.topicId ?? null,
      input.before?.offset ?? null,
      input.limit,
    ],
  );
  const rows: EventRow[] = found.rows.map(toEventRow);
  const last = rows.length === input.limit ? rows.at(-1) : undefined;
  // As text: a JavaScript date would cut the microseconds and skip neighbours.
  const lastAt = z.object({ cursor_at: z.string() }).safeParse(found.rows.at(-1));
  return {
    rows,
    next:
      last && lastAt.success
        ? { receivedAt: lastAt.data.cursor_at, topicId: last.topicId, offset: last.offset }
        : undefined,
  };
});
