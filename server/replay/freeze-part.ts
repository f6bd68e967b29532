import { DatabaseError, type Pool } from "pg";
import { inTransaction } from "../log/in-transaction";
import type { Queryable } from "../log/queryable";
import { type Planning, type PlanSums, planSumsSchema } from "./planning";
import { eventsInRanges, rangeRows, takePart } from "./take-part";
import { type OpenPlan, takePlan } from "./take-plan";

/** Larger replays are for a flow of their own. */
const MAX_ITEMS = 10_000_000;
/** The most that a part looks at, and how long one shall take: others wait for its connection, and for a cancel. */
const MAX_SIZE = 200_000;
const QUICK_MS = 500;
const SLOW_MS = 2_000;
const LIMIT_MS = 8_000;
/** When so few cannot be looked at in time, more cannot. */
const MIN_SIZE = 20;

const freezeSql = `
  WITH chosen AS (
    SELECT e.topic_id, e."offset", e.received_at, octet_length(e.data) AS bytes,
           max(e.received_at) OVER (PARTITION BY e.topic_id ORDER BY e."offset") AS at
    FROM json_to_recordset($3::json) AS r(t uuid, a bigint, z bigint)
    ${eventsInRanges}
    WHERE ($4::text IS NULL OR position(convert_to($4, 'UTF8') IN e.data) > 0)
      AND ($5::text IS NULL OR coalesce(e.key, e.subject) = $5)
      AND ($6::text IS NULL OR e.correlation_id = $6)
      AND (NOT $7::boolean OR EXISTS (
        SELECT FROM delivery d WHERE d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.run = 0
          AND d.status = 'dead' AND d.subscription_id = ANY($8)))
  ), first AS (
    SELECT * FROM chosen ORDER BY at, topic_id, "offset" LIMIT $9
  ), put AS (
    INSERT INTO replay_item (run, ordinal, topic_id, "offset")
    SELECT $1, $2 + row_number() OVER (ORDER BY at, topic_id, "offset"), topic_id, "offset" FROM first
  )
  SELECT topic_id AS "topicId", count(*)::float8 AS events, sum(bytes)::float8 AS bytes,
         min(received_at) AS "firstAt", max(received_at) AS "lastAt"
  FROM first GROUP BY topic_id`;

/** What came of a part. `none`: there was nothing to look at, or somebody else does. */
type PartOutcome = "none" | "more" | "over";

/** It was cancelled while a part was looked at: what was written down goes with the transaction. */
class Cancelled extends Error {}

/** SQLSTATE of a statement that took too long. */
const CANCELED = "57014";

/**
 * Looks at the next events of a replay that is being planned and writes those that fit down, in a transaction of its own.
 * Behind the last part it is planned, or cancelled with a sentence that says why.
 * @param id absent: any that nobody is busy with
 * @param most of the events that are looked at; for tests
 */
export async function freezePart(pool: Pool, id?: string, most = MAX_SIZE): Promise<PartOutcome> {
  let found: OpenPlan | undefined;
  try {
    return await inTransaction(pool, async (client) => {
      found = await takePlan(client, id);
      if (found === undefined) return "none";
      await client.query(`SET LOCAL statement_timeout = ${LIMIT_MS}`);
      const size = Math.min(found.planning.size, most);
      return freeze(client, { ...found, planning: { ...found.planning, size } });
    });
  } catch (error) {
    if (error instanceof Cancelled) return "over";
    if (found === undefined || !(error instanceof DatabaseError) || error.code !== CANCELED) throw error;
    await makeSmaller(pool, found);
    return "more";
  }
}

/** Looks at the next part of an open plan, within the transaction of its caller. */
export async function freeze(db: Queryable, plan: OpenPlan): Promise<PartOutcome> {
  const { id, run, planning, options } = plan;
  const { filter, first } = plan.selection;
  const began = performance.now();
  const part = await takePart(db, planning);
  const most = (first ?? MAX_ITEMS + 1) - plan.total;
  const { rows } = await db.query({
    text: freezeSql,
    values: [
      ...[run, plan.total, rangeRows(part.now)],
      ...[filter.text ?? null, filter.key ?? null, filter.correlationId ?? null, filter.isDead ?? false],
      ...[options.subscriptionIds, most],
    ],
  });
  const sums = addUp(plan.sums ?? [], planSumsSchema.parse(rows));
  const total = sums.reduce((sum, { events }) => sum + events, 0);
  if (total > MAX_ITEMS) return refuse(db, id, "More than 10,000,000 events fit. Choose a shorter time.");
  const isOver = part.later.length === 0 || total === first;
  if (isOver && total === 0) return refuse(db, id, "No stored event fits this choice.");
  const next: Planning = {
    topics: part.later,
    looked: planning.looked + part.looked,
    of: planning.of,
    size: sizeAfter(planning.size, performance.now() - began),
  };
  const stored = await db.query(
    `UPDATE replay SET total = $2, sums = $3, planning = $4, state = CASE WHEN $5 THEN 'planned' ELSE state END
     WHERE id = $1 AND state = 'planning'`,
    [id, total, JSON.stringify(sums), isOver ? null : JSON.stringify(next), isOver],
  );
  if (stored.rowCount === 0) throw new Cancelled();
  return isOver ? "over" : "more";
}

function sizeAfter(size: number, ms: number): number {
  if (ms < QUICK_MS) return Math.min(MAX_SIZE, size * 2);
  return ms > SLOW_MS ? Math.max(MIN_SIZE, Math.floor(size / 2)) : size;
}

function addUp(before: PlanSums, part: PlanSums): PlanSums {
  const sums = new Map(before.map((sum) => [sum.topicId, sum]));
  for (const one of part) {
    const sum = sums.get(one.topicId);
    sums.set(
      one.topicId,
      sum === undefined
        ? one
        : {
            topicId: one.topicId,
            events: sum.events + one.events,
            bytes: sum.bytes + one.bytes,
            firstAt: new Date(Math.min(one.firstAt.getTime(), sum.firstAt.getTime())),
            lastAt: new Date(Math.max(one.lastAt.getTime(), sum.lastAt.getTime())),
          },
    );
  }
  return [...sums.values()];
}

const refuseSql = `UPDATE replay SET state = 'cancelled', finished_at = clock_timestamp(), paused_because = $2, total = 0, start_by = NULL
  WHERE id = $1 AND state = 'planning'`;

/** What was written down is tidied away afterwards. */
async function refuse(db: Queryable, id: string, why: string): Promise<PartOutcome> {
  const { rowCount } = await db.query(refuseSql, [id, why]);
  if (rowCount === 0) throw new Cancelled();
  return "over";
}

/** A part that took too long is tried again with a quarter of it. */
async function makeSmaller(pool: Pool, { id, planning }: OpenPlan): Promise<void> {
  if (planning.size <= MIN_SIZE) {
    await pool.query(refuseSql, [
      id,
      "Looking at these events takes too long. Choose fewer, or leave the filter out.",
    ]);
    return;
  }
  const size = Math.max(MIN_SIZE, Math.floor(planning.size / 4));
  await pool.query(
    "UPDATE replay SET planning = jsonb_set(planning, '{size}', $2::jsonb) WHERE id = $1 AND state = 'planning'",
    [id, JSON.stringify(size)],
  );
}
