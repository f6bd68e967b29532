import { findUnbalanced } from "@/server/log/accounting";
import type { Installation } from "../stage/installation";
import type { Sender } from "./sender";
import type { Sink } from "./sink";

/** What the witness outside saw, held against what is stored. All but `acked` have to be 0. */
export interface Verdict {
  readonly acked: number;
  /** Acknowledged events that are not in the log, or have no delivery that ended for one of the consumers. */
  readonly lost: number;
  /** Events stored twice, deliveries, published events or sums that have an effect more than once. */
  readonly doubled: number;
  /** Events whose calls did not all carry the same key. */
  readonly unstable: number;
  /** Acknowledged events that never reached the outside although their delivery succeeded. */
  readonly unseen: number;
  /** Lanes whose counters and rows disagree, and answers that contradict each other. */
  readonly unbalanced: number;
}

/** Topics and the store of the flow that scenarios run; see `makeWorld`. */
export const names = { inbound: "in", outbound: "out", sum: "total" } as const;

interface StoredRow {
  readonly id: string;
  readonly offset: string;
  readonly copies: string;
}

/** Compares the ledger of acknowledgements and the calls that the sink saw with the database. */
export async function testify(installation: Installation, sender: Sender, sink: Sink): Promise<Verdict> {
  const { deps, count } = installation;
  // The tables were empty a moment ago: without figures about them the joins below are planned for a handful of rows.
  await deps.pool.query("ANALYZE event, delivery");
  const inbound = await installation.topicId(names.inbound);
  const outbound = await installation.topicId(names.outbound);
  const stored = await deps.pool.query<StoredRow>(
    `SELECT id, min("offset") AS "offset", count(*) AS copies FROM event WHERE topic_id = $1 GROUP BY id`,
    [inbound],
  );
  const byId = new Map(stored.rows.map((row) => [row.id, row]));
  const missing = [...sender.ledger].filter(
    ([n, offset]) => Number(byId.get(`event-${n}`)?.offset) !== offset,
  );
  const copies = stored.rows.reduce((sum, row) => sum + Number(row.copies) - 1, 0);

  const perEvent = `SELECT e."offset", count(d.id) FILTER (WHERE d.status NOT IN ('retrying', 'held')) AS ended, count(d.id) AS rows
    FROM event e CROSS JOIN subscription s
    LEFT JOIN delivery d ON d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.subscription_id = s.id AND d.run = 0
    WHERE e.topic_id = $1 AND s.topic_id = $1 AND s.state = 'active' GROUP BY s.id, e."offset"`;
  const undelivered = await count(`SELECT count(*) AS n FROM (${perEvent}) q WHERE ended = 0`, [inbound]);
  const twice = await count(`SELECT coalesce(sum(rows - 1), 0) AS n FROM (${perEvent}) q WHERE rows > 1`, [
    inbound,
  ]);

  const succeeded = `SELECT d."offset" FROM delivery d JOIN subscription s ON s.id = d.subscription_id
    WHERE d.topic_id = $1 AND d.run = 0 AND d.status = 'succeeded' AND s.consumer_id = 'consumer'`;
  const worked = await count(`SELECT count(*) AS n FROM (${succeeded}) q`, [inbound]);
  // What a replay publishes and counts says so, and is not of these.
  const live = "FROM event WHERE topic_id = $1 AND replay_id IS NULL";
  const published = await count(`SELECT count(*) AS n ${live}`, [outbound]);
  const causes = await count(`SELECT count(DISTINCT causation_id) AS n ${live}`, [outbound]);
  const added = await count(
    `SELECT count(*) AS n FROM delivery d JOIN subscription s ON s.id = d.subscription_id
     WHERE d.topic_id = $1 AND d.run = 0 AND d.status = 'succeeded' AND s.consumer_id <> 'consumer'`,
    [inbound],
  );
  const sum = await count(
    "SELECT coalesce(sum((value #>> '{}')::numeric), 0) AS n FROM state_entry WHERE store = $1 AND namespace = 'live'",
    [names.sum],
  );

  const seenSql = `SELECT (convert_from(e.data, 'UTF8')::json ->> 'n')::int AS n FROM event e
    WHERE e.topic_id = $1 AND e."offset" IN (${succeeded})`;
  const done = await deps.pool.query<{ n: number }>(seenSql, [inbound]);
  return {
    acked: sender.ledger.size,
    lost: missing.length + undelivered + Math.max(0, worked - causes) + Math.max(0, added - sum),
    doubled: copies + twice + (published - causes) + Math.max(0, causes - worked) + Math.max(0, sum - added),
    unstable: [...sink.keys.values()].filter((keys) => new Set(keys).size !== 1 || keys.includes("")).length,
    unseen: done.rows.filter(({ n }) => !sink.keys.has(n)).length,
    unbalanced: (await findUnbalanced(deps.pool)).length + sender.contradictions.length,
  };
}

const openSql = `
  SELECT (SELECT count(*) FROM batch)
       + (SELECT count(*) FROM lane l JOIN subscription s ON s.id = l.subscription_id
            JOIN topic_head h ON h.topic_id = s.topic_id
          WHERE s.state = 'active' AND l.run = 0 AND l.cursor < least(h.head, coalesce(l.end_at, h.head)))
       + (SELECT coalesce(sum(retrying), 0) FROM lane) AS n`;

/** How much is still to be done: batches, lanes with a lag, retries. */
export function openWork({ count }: Installation): Promise<number> {
  return count(openSql);
}
