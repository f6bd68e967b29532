import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { tracked } from "@trpc/server";
import * as z from "zod";
import type { Deps } from "../deps";
import { type EventFilter, eventFilterSchema, eventFilterSql, makeBind } from "../events/event-filter";
import { type EventRow, eventRowColumns, toEventRow } from "../events/event-row";
import { type EventTest, makeEventTest, type TestedRow } from "../events/event-test";
import { streamCase } from "../stream-case";
import { waitForHint } from "./hints";
import { RowSampler } from "./row-sampler";

/** Where a viewer stands: the last offset it has seen, by topic id. */
export type TailPosition = Readonly<Record<string, number>>;

const positionSchema = z.record(z.uuid(), z.number().int().min(0));

/** Events of one message; a burst is spread over several messages, never skipped. */
const MAX_EVENTS = 1_000;
/** Payloads that an expression looks at for one message, but for one event. */
const MAX_BYTES = 8_000_000;
/** Others have a turn after that long. */
const TURN_MS = 10;
/** Net under lost hints. */
const POLL_MS = 1_000;
/** A busy log is told of so often: a message costs the browser more than a row in it. */
const PACE_MS = 100;
/** Nobody can follow single events any more. */
const SAMPLED_PACE_MS = 250;
/** Events that do not fit are still progress: whoever comes back does not begin before them. */
const SILENT_EVENTS = 1_000;
/** Who comes back after more than that gets the newest ones; viewers keep far less. */
const MAX_BEHIND = 50_000;

/** What a viewer is told of the growing log. */
export interface TailMessage {
  /** From here on nothing is missed; what is already stored is read apart. */
  readonly isStart: boolean;
  /** Oldest first; all that fit, or one of `oneOf`. */
  readonly rows: readonly EventRow[];
  /** How many events fit, whether they are among the rows or not. */
  readonly count: number;
  readonly oneOf: number;
  /** Of so many could not be said whether they fit: see `EventTest`. */
  readonly passedOver: number;
  /** So many events came while the viewer was away, too many to be told of one by one. */
  readonly skipped: number;
}

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

type FoundRow = TestedRow & {
  readonly topic_id: string;
  readonly received_at: Date;
  readonly is_match: boolean;
  /** How many events were found, of which these are the first. */
  readonly found: string;
};

async function eventsAfter(
  deps: Deps,
  workspaceId: string,
  position: TailPosition,
  filter: EventFilter,
  test: EventTest | undefined,
) {
  const values: unknown[] = [Object.keys(position), Object.values(position), MAX_EVENTS];
  const fits = eventFilterSql(filter, workspaceId, makeBind(values));
  const found = await deps.pool.query<FoundRow>(
    `SELECT * FROM (
       SELECT next.*, count(*) OVER () AS found,
              sum(weight) OVER (ROWS UNBOUNDED PRECEDING) - weight AS before
       FROM (
         SELECT ${eventRowColumns}, ${test === undefined ? "0 AS weight," : `octet_length(e.data) AS weight, ${test.columns},`}
                (${fits}) AS is_match
         FROM unnest($1::uuid[], $2::bigint[]) AS seen(topic_id, "offset")
         JOIN topic t ON t.id = seen.topic_id
         CROSS JOIN LATERAL (
           SELECT * FROM event WHERE topic_id = seen.topic_id AND "offset" > seen."offset" ORDER BY "offset" LIMIT $3
         ) e
         -- The running maximum: a clock that steps back must not let a row overtake an earlier offset.
         ORDER BY max(e.received_at) OVER (PARTITION BY e.topic_id ORDER BY e."offset"), e.topic_id, e."offset"
         LIMIT $3
       ) next
     ) weighed WHERE before < ${MAX_BYTES}`,
    values,
  );
  return found.rows;
}

/** Waits until something was appended or completed, or the time is over. */
export type WaitForHint = (maxMs: number) => Promise<void>;

async function restUntil(at: number, signal: AbortSignal): Promise<void> {
  const ms = at - performance.now();
  if (ms <= 0) return;
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Those that fit, and of how many that cannot be said; others have a turn meanwhile. */
async function fittingOf(
  found: readonly FoundRow[],
  test: EventTest | undefined,
): Promise<{ readonly fitting: readonly FoundRow[]; readonly passedOver: number }> {
  const matching = found.filter((row) => row.is_match);
  if (test === undefined) return { fitting: matching, passedOver: 0 };
  const fitting: FoundRow[] = [];
  let passedOver = 0;
  let turnAt = performance.now() + TURN_MS;
  for (const row of matching) {
    const result = test.fits(row, row.received_at);
    if (result === true) fitting.push(row);
    else if (result !== false) passedOver += 1;
    if (performance.now() < turnAt) continue;
    await nextTurn();
    turnAt = performance.now() + TURN_MS;
  }
  return { fitting, passedOver };
}

const quiet: TailMessage = { isStart: false, rows: [], count: 0, oneOf: 1, passedOver: 0, skipped: 0 };

/**
 * New events that fit a filter, in order, without gap or duplicate. Every message carries the position
 * after it; giving that back resumes exactly there. The first one of a new viewer says `isStart`, and so does that of
 * one who was away for too long. Topics that appear later join with their first event.
 */
export async function* tailTopics(
  deps: Deps,
  workspaceId: string,
  filter: EventFilter,
  from: TailPosition | undefined,
  wait: WaitForHint,
  signal: AbortSignal,
): AsyncGenerator<{ position: TailPosition; message: TailMessage }> {
  const start = await headsOf(deps, workspaceId, filter.topics);
  // A topic that a resumed viewer has not heard of appeared while it was away: all of it is new.
  const seenOf = ({ id, head }: { id: string; head: number }) =>
    from === undefined ? head : (from[id] ?? 0);
  const behind = start.reduce((sum, topic) => sum + Math.max(0, topic.head - seenOf(topic)), 0);
  const isLost = behind > MAX_BEHIND;
  let position: Record<string, number> = Object.fromEntries(
    start.map((topic) => [topic.id, isLost ? topic.head : seenOf(topic)]),
  );
  if (from === undefined || isLost) {
    yield { position, message: { ...quiet, isStart: true, skipped: isLost ? behind : 0 } };
  }
  const sampler = new RowSampler();
  const test = filter.where === undefined ? undefined : makeEventTest(filter.where);
  let untold = 0;
  while (!signal.aborted) {
    // Listens from before it reads: what is appended meanwhile is found at once.
    const appended = wait(POLL_MS);
    const next = performance.now() + (sampler.oneOf > 1 ? SAMPLED_PACE_MS : PACE_MS);
    const heads = await headsOf(deps, workspaceId, filter.topics);
    for (const topic of heads) position = { ...position, [topic.id]: position[topic.id] ?? 0 };
    const isBehind = heads.some((topic) => topic.head > (position[topic.id] ?? 0));
    const found = isBehind ? await eventsAfter(deps, workspaceId, position, filter, test) : [];
    const passed: Record<string, number> = {};
    for (const row of found) passed[row.topic_id] = Number(row.offset);
    position = { ...position, ...passed };
    const { fitting, passedOver } = await fittingOf(found, test);
    const rows = fitting.filter((row) => sampler.take(row.received_at)).map(toEventRow);
    untold += found.length;
    if (fitting.length > 0 || passedOver > 0 || untold >= SILENT_EVENTS) {
      untold = 0;
      yield {
        position,
        message: { ...quiet, rows, count: fitting.length, passedOver, oneOf: sampler.oneOf },
      };
    }
    if (found.length < MAX_EVENTS)
      await Promise.all([appended, restUntil(found.length === 0 ? 0 : next, signal)]);
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
  async function* (deps, actor, { lastEventId, ...filter }, signal) {
    const from = parseTailPosition(lastEventId);
    const wait = (maxMs: number) => waitForHint(deps, maxMs, signal);
    for await (const { position, message } of tailTopics(
      deps,
      actor.workspaceId,
      filter,
      from,
      wait,
      signal,
    )) {
      yield tracked(JSON.stringify(position), message);
    }
  },
);
