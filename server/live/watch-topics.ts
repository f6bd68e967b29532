import { tracked } from "@trpc/server";
import * as z from "zod";
import type { Deps } from "../deps";
import {
  type EventFilter,
  eventFilterSchema,
  eventFilterSql,
  eventFilterValues,
} from "../events/event-filter";
import { type EventRow, eventRowColumns, toEventRow } from "../events/event-row";
import { streamCase } from "../stream-case";
import { waitForHint } from "./hints";

/** Where a viewer stands: the last offset it has seen, by topic id. */
export type TailPosition = Readonly<Record<string, number>>;

const positionSchema = z.record(z.uuid(), z.number().int().min(0));

/** Rows of one message; a burst is spread over several messages, never skipped. */
const MAX_ROWS = 200;
/** Net under lost hints. */
const POLL_MS = 1_000;

/**
 * Parses the id of the last message that a viewer got.
 * @returns undefined when there was none or it cannot be read; the viewer then starts at the head
 */
export function parseTailPosition(id: string | undefined): TailPosition | undefined {
  if (id === undefined) return undefined;
  try {
    return positionSchema.parse(JSON.parse(id));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function headsOf(deps: Deps, workspaceId: string, topics: readonly string[] | undefined) {
  const found = await deps.pool.query(
    `SELECT t.id, h.head FROM topic t JOIN topic_head h ON h.topic_id = t.id
     WHERE t.workspace_id = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))`,
    [workspaceId, topics ?? null],
  );
  return z.array(z.object({ id: z.string(), head: z.coerce.number() })).parse(found.rows);
}

const matchSchema = z.object({ is_match: z.boolean() });

interface FoundRow {
  readonly row: EventRow;
  readonly isMatch: boolean;
}

async function rowsAfter(deps: Deps, position: TailPosition, filter: EventFilter): Promise<FoundRow[]> {
  const found = await deps.pool.query(
    `SELECT ${eventRowColumns}, (${eventFilterSql(4)}) AS is_match
     FROM unnest($1::uuid[], $2::bigint[]) AS seen(topic_id, "offset")
     JOIN topic t ON t.id = seen.topic_id
     CROSS JOIN LATERAL (
       SELECT * FROM event WHERE topic_id = seen.topic_id AND "offset" > seen."offset" ORDER BY "offset" LIMIT $3
     ) e
     -- The running maximum: a clock that steps back must not let a row overtake an earlier offset.
     ORDER BY max(e.received_at) OVER (PARTITION BY e.topic_id ORDER BY e."offset"), e.topic_id, e."offset"
     LIMIT $3`,
    [Object.keys(position), Object.values(position), MAX_ROWS, ...eventFilterValues(filter)],
  );
  return found.rows.map((raw) => ({ row: toEventRow(raw), isMatch: matchSchema.parse(raw).is_match }));
}

/** Waits until something was appended or completed, or the time is over. */
export type WaitForHint = (maxMs: number) => Promise<void>;

/**
 * New events that fit a filter, in order, without gap or duplicate. Every message carries the position
 * after it; giving that back resumes exactly there. The first one of a new viewer is empty. Topics that appear later join with their first event.
 */
export async function* tailTopics(
  deps: Deps,
  workspaceId: string,
  filter: EventFilter,
  from: TailPosition | undefined,
  wait: WaitForHint,
  signal: AbortSignal,
): AsyncGenerator<{ position: TailPosition; rows: EventRow[] }> {
  const start = await headsOf(deps, workspaceId, filter.topics);
  let position: Record<string, number> = Object.fromEntries(
    // A topic that a resumed viewer has not heard of appeared while it was away: all of it is new.
    start.map((topic) => [topic.id, from === undefined ? topic.head : (from[topic.id] ?? 0)]),
  );
  if (from === undefined) yield { position, rows: [] };
  while (!signal.aborted) {
    // Listens from before it reads: what is appended meanwhile is found at once.
    const appended = wait(POLL_MS);
    const heads = await headsOf(deps, workspaceId, filter.topics);
    for (const topic of heads) position = { ...position, [topic.id]: position[topic.id] ?? 0 };
    const isBehind = heads.some((topic) => topic.head > (position[topic.id] ?? 0));
    const found = isBehind ? await rowsAfter(deps, position, filter) : [];
    for (const { row } of found) position = { ...position, [row.topicId]: row.offset };
    const rows = found.filter((each) => each.isMatch).map((each) => each.row);
    if (rows.length > 0) yield { position, rows };
    if (found.length < MAX_ROWS) await appended;
  }
}

const inputSchema = eventFilterSchema.extend({
  /** Id of the last message that was seen; sent by the browser itself after a dropped connection. */
  lastEventId: z.string().max(100_000).optional(),
});

/** The log as it grows, for viewers. */
export const watchTopics = streamCase(
  "event.read",
  inputSchema,
  async function* (deps, actor, input, signal) {
    const from = parseTailPosition(input.lastEventId);
    const wait = (maxMs: number) => waitForHint(deps, maxMs, signal);
    for await (const { position, rows } of tailTopics(deps, actor.workspaceId, input, from, wait, signal)) {
      yield tracked(JSON.stringify(position), rows);
    }
  },
);
