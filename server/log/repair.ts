import type { Pool, PoolClient } from "pg";
import * as z from "zod";
import { stopFailing } from "../replay/stop-failing";
import { purgeState } from "./alarms";
import { cancelWaiting } from "./cancel-waiting";
import type { DueBatch } from "./dispatch";
import { inTransaction } from "./in-transaction";
import { releaseWaiting } from "./parking";
import { WORKER_LOCK_CLASS } from "./worker-process";

/** Any constant of our own: one process at a time compares the truth with the queue. */
const REPAIR_LOCK = 7_266_184_302;

/** Batches that may have no job. */
export interface SuspectBatches {
  /** Their worker is dead, or held them longer than its lease: they need a new job. */
  readonly orphaned: readonly DueBatch[];
  /** Not taken for some seconds: the queue may have lost their job, or is just busy. */
  readonly waiting: readonly DueBatch[];
}

const none: SuspectBatches = { orphaned: [], waiting: [] };

const batchRows = z.array(
  z
    .object({
      ...{ id: z.coerce.number(), takes: z.number(), run: z.number() },
      ...{ was_taken: z.boolean(), is_limited: z.boolean() },
    })
    .transform((row) => ({
      wasTaken: row.was_taken,
      isLimited: row.is_limited,
      batch: { batchId: row.id, take: row.takes, isReplay: row.run > 0 },
    })),
);

/** What a limited consumer has begun counts once more: dispatch lets it go on when the limit leaves room. */
const findSql = `
  UPDATE batch b SET queued_at = clock_timestamp(), lease_until = NULL, taken_by = NULL,
    blocked_until = CASE WHEN f.is_limited THEN clock_timestamp() END
  FROM (
    SELECT w.id, w.taken_by IS NOT NULL AS was_taken, w.taken_by IS NOT NULL AND EXISTS (
      SELECT FROM subscription s JOIN consumer_rate q ON q.flow_id = s.flow_id AND q.consumer_id = s.consumer_id
      WHERE s.id = w.subscription_id) AS is_limited
    FROM batch w
    WHERE w.blocked_until IS NULL AND (
      (w.taken_by IS NULL AND w.queued_at < clock_timestamp() - $1 * interval '1 millisecond')
      OR w.lease_until < clock_timestamp()
      OR (w.taken_by IS NOT NULL AND NOT EXISTS (
        SELECT FROM pg_locks k JOIN pg_database p ON p.oid = k.database
        WHERE k.locktype = 'advisory' AND p.datname = current_database()
          AND k.classid = $2 AND k.objid = w.taken_by::oid AND k.granted))
    )
    FOR UPDATE SKIP LOCKED
  ) f
  WHERE b.id = f.id
  RETURNING b.id, b.takes, b.run, f.was_taken, f.is_limited`;

const finishReplaysSql = `
  UPDATE replay r SET state = 'done', finished_at = clock_timestamp()
  WHERE r.state = 'running' AND NOT EXISTS (
    SELECT FROM lane l JOIN subscription s ON s.id = l.subscription_id
    WHERE l.run = r.run AND l.run > 0 AND (l.open_batches > 0 OR (s.state <> 'removed' AND l.cursor < l.end_at)
                             OR l.retrying > 0 OR l.held > 0))
  -- Its windows and joins are not complete: their alarms ring now.
  AND NOT EXISTS (SELECT FROM state_entry e
                  WHERE e.alarm_run = r.run AND e.alarm_at IS NULL AND e.alarm_delivery IS NOT NULL)`;

/**
 * Retention must not pass what is still open. It may lag behind: a mark that is too low only keeps more. Lanes that
 * somebody else holds are left for the next pass.
 */
const watermarkSql = `
  WITH free AS (
    SELECT a.id FROM lane a WHERE a.run = 0 AND a.low_watermark <> a.cursor ORDER BY a.id FOR UPDATE SKIP LOCKED
  )
  UPDATE lane l SET low_watermark = m.low
  FROM (
    SELECT a.id, least(a.cursor,
      (SELECT min(least(b.from_offset, b.offsets[1])) - 1 FROM batch b WHERE b.lane_id = a.id),
      CASE WHEN a.retrying + a.held + a.open_batches > 0 THEN
        (SELECT min(d."offset") - 1 FROM delivery d WHERE d.subscription_id = a.subscription_id AND d.run = 0
           AND d.status IN ('retrying', 'held') AND d.lane_id = a.id) END) AS low
    FROM lane a JOIN free ON free.id = a.id
  ) m
  WHERE l.id = m.id AND l.low_watermark <> m.low`;

async function repairWith(client: PoolClient, waitedMs: number): Promise<SuspectBatches> {
  const lock = await client.query<{ got: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS got", [
    REPAIR_LOCK,
  ]);
  if (lock.rows[0]?.got !== true) return none;
  const found = await client.query(findSql, [waitedMs, WORKER_LOCK_CLASS]);
  // First: one that has failed too often waits for somebody, also when nothing of it is left.
  await stopFailing(client);
  await client.query(finishReplaysSql);
  await client.query(watermarkSql);
  await purgeState(client);
  await client.query("DELETE FROM worker_process WHERE seen_at < clock_timestamp() - interval '1 hour'");
  const batches = batchRows.parse(found.rows).filter(({ isLimited }) => !isLimited);
  return {
    orphaned: batches.filter(({ wasTaken }) => wasTaken).map(({ batch }) => batch),
    waiting: batches.filter(({ wasTaken }) => !wasTaken).map(({ batch }) => batch),
  };
}

/**
 * One pass of the reconciler over the database: gives up leases of dead workers, finds batches that nobody took,
 * and ends what has come to its end. Nothing is found while another process makes its pass.
 * @param waitedMs how long a batch may stand in the queue before its job is looked for
 */
export async function repair(pool: Pool, waitedMs: number): Promise<SuspectBatches> {
  const found = await inTransaction(pool, (client) => repairWith(client, waitedMs));
  await cancelWaiting(pool);
  await releaseWaiting(pool);
  await pool.query("SELECT millrace_end_drains()");
  return found;
}
