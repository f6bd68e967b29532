import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";
import { useCase } from "../use-case";

const consumerRow = z.object({
  subscription_id: z.string(),
  consumer: z.string(),
  flow: z.string(),
  topic: z.string(),
  state: z.enum(["active", "draining", "paused"]),
  lag: z.coerce.number(),
  retrying: z.coerce.number(),
  held: z.coerce.number(),
  dead: z.coerce.number(),
});

// A key-ordered consumer has one cursor per lane over the same topic: its lag is that of the slowest lane
// that has not come to its end.
const consumersSql = `
  SELECT s.id AS subscription_id, ${consumerNameSql} AS consumer, f.slug AS flow, t.name AS topic, s.state,
    greatest(0, coalesce(max(h.head - l.cursor) FILTER (WHERE l.end_at IS NULL OR l.cursor < l.end_at), 0)) AS lag,
    coalesce(sum(l.retrying), 0) AS retrying, coalesce(sum(l.held), 0) AS held, coalesce(sum(l.dead), 0) AS dead
  FROM subscription s
  JOIN flow f ON f.id = s.flow_id AND f.deleted_at IS NULL
  JOIN topic t ON t.id = s.topic_id
  JOIN topic_head h ON h.topic_id = s.topic_id
  LEFT JOIN lane l ON l.subscription_id = s.id AND l.run = 0
  WHERE s.workspace_id = $1 AND s.state <> 'removed'
  GROUP BY s.id, f.slug, t.name ORDER BY f.slug, s.consumer_id, t.name`;

const workerRow = z.object({
  name: z.string(),
  started_at: z.date(),
  seen_at: z.date(),
  is_alive: z.boolean(),
});

/** Workers say that they live every few seconds. */
const workersSql = `
  SELECT name, started_at, seen_at, seen_at > clock_timestamp() - interval '30 seconds' AS is_alive
  FROM worker_process WHERE seen_at > clock_timestamp() - interval '1 hour' ORDER BY id`;

/**
 * How the workspace does: its consumers with what waits for them, and the workers of the installation. `status` is
 * `ok`, or `no-workers` while nothing would be delivered.
 */
export const readHealth = useCase("health.read", z.object({}), async (deps, actor) => {
  const [consumers, workers] = await Promise.all([
    deps.pool.query(consumersSql, [actor.workspaceId]),
    deps.pool.query(workersSql),
  ]);
  const processes = z.array(workerRow).parse(workers.rows);
  const isWorking = processes.some(({ is_alive }) => is_alive);
  return {
    status: isWorking ? ("ok" as const) : ("no-workers" as const),
    consumers: z
      .array(consumerRow)
      .parse(consumers.rows)
      .map(({ subscription_id: subscriptionId, ...row }) => ({ subscriptionId, ...row })),
    workers: processes.map(({ name, started_at: startedAt, seen_at: seenAt, is_alive: isAlive }) => ({
      name,
      startedAt,
      seenAt,
      isAlive,
    })),
  };
});
