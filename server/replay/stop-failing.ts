import type { Queryable } from "../log/queryable";

/**
 * Pauses running replays that have given up as many deliveries as their options allow. What is in flight comes to its end.
 * @param run absent: all replays are looked at
 */
export async function stopFailing(db: Queryable, run?: number): Promise<void> {
  await db.query({
    name: "millrace-stop-failing",
    text: `UPDATE replay r SET state = 'paused', paused_at = clock_timestamp(),
             paused_because = 'It has given up ' || f.dead || CASE WHEN f.dead = 1 THEN ' delivery.' ELSE ' deliveries.' END
           FROM (
             SELECT o.run, coalesce(sum(l.dead), 0) - o.failures_before AS dead, (o.options ->> 'stopAfterFailures')::int AS allowed
             FROM replay o JOIN lane l ON l.run = o.run AND l.run > 0
             WHERE o.state = 'running' AND o.options ? 'stopAfterFailures' AND ($1::int IS NULL OR o.run = $1)
             GROUP BY o.run, o.failures_before, o.options
           ) f
           WHERE r.run = f.run AND r.state = 'running' AND f.dead >= f.allowed`,
    values: [run ?? null],
  });
}
