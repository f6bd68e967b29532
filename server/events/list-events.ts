import * as z from "zod";
import { useCase } from "../use-case";
import { eventFilterSchema, eventFilterSql, makeBind } from "./event-filter";
import { type EventRow, eventRowColumns, toEventRow } from "./event-row";
import { searchWithin } from "./search-within";

/** Every event of a log may have to be read to find a text. */
const SEARCH_LIMIT_MS = 3_000;

const inputSchema = eventFilterSchema.omit({ where: true }).extend({
  /** Position of a row: only older ones are returned. */
  before: z.object({ cursor: z.string().max(40), topicId: z.uuid(), offset: z.number().int() }).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/**
 * Events of the workspace, newest first. Each topic contributes its newest rows by primary key, so the
 * cost grows with the number of topics and not with the log, unless a filter matches almost nothing.
 * @returns fewer rows than `limit` at the end of the log
 */
export const listEvents = useCase("event.read", inputSchema, async (deps, actor, input) => {
  const values: unknown[] = [
    actor.workspaceId,
    input.topics ?? null,
    input.before?.cursor ?? null,
    input.before?.topicId ?? null,
    input.before?.offset ?? null,
    input.limit,
  ];
  const fits = eventFilterSql(input, actor.workspaceId, makeBind(values));
  const rows = await searchWithin(
    deps.pool,
    SEARCH_LIMIT_MS,
    `SELECT * FROM (
       SELECT ${eventRowColumns}
       FROM topic t
       CROSS JOIN LATERAL (
         SELECT * FROM event e
         WHERE e.topic_id = t.id
           AND ($3::timestamptz IS NULL OR (received_at, topic_id, "offset") < ($3, $4::uuid, $5::bigint))
           AND ${fits}
         ORDER BY "offset" DESC
         LIMIT $6
       ) e
       WHERE t.workspace_id = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))
     ) rows
     ORDER BY received_at DESC, topic_id DESC, "offset" DESC
     LIMIT $6`,
    values,
  );
  return rows.map((raw): EventRow => toEventRow(raw));
});
