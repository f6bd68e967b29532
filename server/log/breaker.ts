import * as z from "zod";
import type { Queryable } from "./queryable";

/** The first pause, doubled by every probe that fails, and the longest one. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

const openedRow = z.tuple([z.object({ ms: z.coerce.number() })]);

/**
 * Opens a consumer's breaker, or keeps it open for longer after a probe that failed. While it is open already nothing
 * changes, so that several processes may find the same.
 * @returns milliseconds until the next probe
 */
export async function openBreaker(
  db: Queryable,
  found: { readonly subscriptionId: string; readonly destination: string; readonly reason: string },
): Promise<number> {
  const result = await db.query({
    name: "millrace-open-breaker",
    text: `INSERT INTO breaker AS k (subscription_id, destination, reason, next_try_at)
           VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
           ON CONFLICT (subscription_id) DO UPDATE SET
             destination = excluded.destination, reason = excluded.reason,
             failed_probes = k.failed_probes + CASE WHEN k.next_try_at <= clock_timestamp() THEN 1 ELSE 0 END,
             next_try_at = CASE WHEN k.next_try_at > clock_timestamp() THEN k.next_try_at
               ELSE clock_timestamp()
                 + least($5, $4 * 2 ^ least(k.failed_probes + 1, 20)) * interval '1 millisecond' END
           RETURNING extract(epoch FROM next_try_at - clock_timestamp()) * 1000 AS ms`,
    values: [found.subscriptionId, found.destination, found.reason, FIRST_MS, LONGEST_MS],
  });
  return openedRow.parse(result.rows)[0].ms;
}

/** Whether another consumer of the workspace is held because of this host. */
export async function isKnownDown(db: Queryable, subscriptionId: string, host: string): Promise<boolean> {
  const result = await db.query({
    name: "millrace-known-down",
    text: `SELECT FROM breaker k JOIN subscription o ON o.id = k.subscription_id
           JOIN subscription s ON s.workspace_id = o.workspace_id
           WHERE s.id = $1 AND k.subscription_id <> $1 AND k.destination = $2 LIMIT 1`,
    values: [subscriptionId, host],
  });
  return result.rowCount === 1;
}

/**
 * Closes a consumer's breaker and lets go of what it held. Where probes had failed before, the destination has come back:
 * the others of the workspace that are held because of it try at once.
 */
export async function closeBreaker(db: Queryable, subscriptionId: string): Promise<void> {
  await db.query({
    name: "millrace-close-breaker",
    text: `WITH closed AS (
             DELETE FROM breaker WHERE subscription_id = $1 RETURNING destination, failed_probes, opened_at
           ), noted AS (
             INSERT INTO healing (kind, workspace_id, subscription_id, detail)
             SELECT 'breaker-closed', s.workspace_id, s.id, jsonb_build_object('destination', c.destination,
               'seconds', round(extract(epoch FROM clock_timestamp() - c.opened_at)))
             FROM closed c JOIN subscription s ON s.id = $1
           ), hurried AS (
             UPDATE breaker k SET next_try_at = clock_timestamp()
             FROM closed c, subscription s, subscription o
             WHERE s.id = $1 AND o.id = k.subscription_id AND o.workspace_id = s.workspace_id AND o.id <> s.id
               AND c.failed_probes > 0 AND k.destination = c.destination AND k.next_try_at > clock_timestamp()
             RETURNING k.subscription_id
           ), held AS (
             SELECT id FROM batch
             WHERE is_held AND (subscription_id = $1 OR subscription_id IN (SELECT h.subscription_id FROM hurried h))
             ORDER BY id FOR UPDATE
           )
           UPDATE batch b SET blocked_until = clock_timestamp() FROM held WHERE b.id = held.id`,
    values: [subscriptionId],
  });
}

/** Gives a batch back; it waits until its consumer's breaker lets it try, or goes at once when that is closed again. */
export async function holdBatch(
  db: Queryable,
  batch: { readonly batchId: number; readonly take: number; readonly subscriptionId: string },
): Promise<void> {
  await db.query({
    name: "millrace-hold",
    text: `UPDATE batch SET is_held = true, taken_by = NULL, lease_until = NULL, strikes = 0,
             queued_at = clock_timestamp(), blocked_until = coalesce(
               (SELECT k.next_try_at FROM breaker k WHERE k.subscription_id = $3), clock_timestamp())
           WHERE id = $1 AND takes = $2`,
    values: [batch.batchId, batch.take, batch.subscriptionId],
  });
}
