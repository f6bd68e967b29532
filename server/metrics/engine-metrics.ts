import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";
import type { Queryable } from "../log/queryable";
import type { Labels, Metric } from "./exposition";

const topicRows = z.array(z.object({ workspace: z.string(), topic: z.string(), head: z.coerce.number() }));

const topicsSql = `
  SELECT w.slug AS workspace, t.name AS topic, h.head
  FROM topic t JOIN topic_head h ON h.topic_id = t.id JOIN workspace w ON w.id = t.workspace_id`;

const statuses = [
  "succeeded",
  "filtered",
  "dead",
  "cancelled",
  "discarded",
  "expired",
  "retrying",
  "held",
] as const;

const consumerRows = z.array(
  z
    .object({
      workspace: z.string(),
      flow: z.string(),
      consumer: z.string(),
      topic: z.string(),
      lag: z.coerce.number(),
      lag_seconds: z.coerce.number(),
    })
    .and(z.record(z.enum(statuses), z.coerce.number())),
);

// A key-ordered consumer has one cursor per lane over the same topic: its lag is that of the slowest lane. The age is
// that of the first event past the cursor, one look-up per lane.
const consumersSql = `
  SELECT w.slug AS workspace, f.slug AS flow, ${consumerNameSql} AS consumer, t.name AS topic,
    ${statuses.map((status) => `coalesce(sum(l.${status}), 0) AS ${status}`).join(", ")},
    greatest(0, coalesce(max(least(h.head, coalesce(l.end_at, h.head)) - l.cursor), 0)) AS lag,
    greatest(0, coalesce(max(extract(epoch FROM clock_timestamp() - e.received_at)), 0)) AS lag_seconds
  FROM subscription s
  JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
  JOIN workspace w ON w.id = s.workspace_id
  JOIN topic t ON t.id = s.topic_id
  JOIN topic_head h ON h.topic_id = s.topic_id
  LEFT JOIN lane l ON l.subscription_id = s.id AND l.run = 0
  LEFT JOIN event e ON e.topic_id = s.topic_id AND e."offset" = l.cursor + 1
    AND l.cursor < least(h.head, coalesce(l.end_at, h.head))
  WHERE s.state <> 'removed'
  GROUP BY s.id, w.slug, f.slug, t.name`;

const batchRows = z.array(z.object({ state: z.string(), n: z.coerce.number() }));

const batchesSql = `
  SELECT CASE WHEN blocked_until IS NOT NULL THEN 'blocked' WHEN taken_by IS NOT NULL THEN 'taken' ELSE 'waiting' END AS state,
    count(*) AS n
  FROM batch GROUP BY 1`;

const gauge = (
  name: string,
  help: string,
  samples: readonly { labels: Labels; value: number }[],
): Metric => ({
  name,
  type: "gauge",
  help,
  samples,
});

/** What only the database knows: the same from every process, so that one of them suffices for an autoscaler. */
export async function readEngineMetrics(db: Queryable): Promise<Metric[]> {
  const [topics, consumers, batches] = await Promise.all([
    db.query(topicsSql),
    db.query(consumersSql),
    db.query(batchesSql),
  ]);
  const rows = consumerRows.parse(consumers.rows);
  const labelsOf = ({ workspace, flow, consumer, topic }: (typeof rows)[number]) => ({
    workspace,
    flow,
    consumer,
    topic,
  });
  const states = new Map(batchRows.parse(batches.rows).map(({ state, n }) => [state, n]));
  return [
    {
      name: "millrace_events_total",
      type: "counter",
      help: "Events that were stored, by topic.",
      samples: topicRows
        .parse(topics.rows)
        .map(({ workspace, topic, head }) => ({ labels: { workspace, topic }, value: head })),
    },
    gauge(
      "millrace_deliveries",
      "Live deliveries by how they stand; a dead letter that is redriven is no longer dead.",
      rows.flatMap((row) =>
        statuses.map((status) => ({ labels: { ...labelsOf(row), status }, value: row[status] ?? 0 })),
      ),
    ),
    gauge(
      "millrace_lag_events",
      "Events that a consumer has not been handed yet.",
      rows.map((row) => ({ labels: labelsOf(row), value: row.lag })),
    ),
    gauge(
      "millrace_lag_seconds",
      "Age of the oldest event that a consumer has not been handed yet.",
      rows.map((row) => ({ labels: labelsOf(row), value: row.lag_seconds })),
    ),
    gauge(
      "millrace_open_batches",
      "Batches that are not done: waiting for a worker, taken by one, or blocked until a time.",
      ["waiting", "taken", "blocked"].map((state) => ({ labels: { state }, value: states.get(state) ?? 0 })),
    ),
  ];
}
