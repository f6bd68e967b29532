import * as z from "zod";
import { useCase } from "../use-case";
import { type CapacityHint, capacityHints } from "./capacity-hints";
import { type Healing, healingSchema } from "./healing";
import { busiestMinuteSql, consumerRows, consumersSql, queueWaitSql } from "./health-queries";

/** How many healings are listed; older ones are counted in nothing. */
const MAX_HEALINGS = 50;

export interface WorkerHealth {
  readonly name: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly isAlive: boolean;
  /** Share of the last seconds in which its thread was busy, 0 to 1. */
  readonly load: number | null;
  readonly memoryBytes: number | null;
}

/** Something that healed itself, and when. */
export interface HealingRow {
  readonly id: string;
  readonly at: Date;
  readonly healing: Healing;
  /** The consumer that it concerns. */
  readonly consumer: string | null;
  readonly flow: string | null;
}

export interface HealthNow {
  readonly workers: readonly WorkerHealth[];
  readonly queue: "redis" | "postgres" | undefined;
  readonly database: {
    readonly version: string;
    readonly bytes: number;
    readonly connections: { readonly used: number; readonly limit: number };
  };
  /** The newest first, as far back as figures are kept. */
  readonly healings: readonly HealingRow[];
  readonly hints: readonly CapacityHint[];
}

const workersSql = `
  SELECT name, started_at AS "startedAt", seen_at AS "seenAt", queue, load, memory_bytes AS "memoryBytes",
         seen_at > clock_timestamp() - interval '30 seconds' AS "isAlive"
  FROM worker_process WHERE seen_at > clock_timestamp() - interval '1 hour' ORDER BY id`;
const databaseSql = `
  SELECT split_part(version(), ' ', 2) AS version, pg_database_size(current_database()) AS bytes,
         (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
         current_setting('max_connections')::int AS "limit"`;
const healingsSql = `
  SELECT h.id, h.at, h.kind, h.detail, f.slug AS flow,
         (SELECT consumer ->> 'name' FROM revision r, jsonb_array_elements(r.document -> 'consumers') consumer
          WHERE r.id = s.revision_id AND consumer ->> 'id' = s.consumer_id) AS consumer
  FROM healing h LEFT JOIN subscription s ON s.id = h.subscription_id LEFT JOIN flow f ON f.id = s.flow_id
  WHERE h.workspace_id IS NULL OR h.workspace_id = $1 ORDER BY h.at DESC, h.id DESC LIMIT $2`;

const workerRows = z.array(
  z.object({
    ...{ name: z.string(), startedAt: z.date(), seenAt: z.date(), isAlive: z.boolean() },
    queue: z.enum(["redis", "postgres"]).nullable(),
    load: z.number().nullable(),
    memoryBytes: z.coerce.number().nullable(),
  }),
);
const databaseRow = z.tuple([
  z.object({ version: z.string(), bytes: z.coerce.number(), used: z.coerce.number(), limit: z.number() }),
]);
const busiestRow = z.tuple([z.object({ deliveries: z.coerce.number() })]);
const queueWaitRow = z.tuple([z.object({ seconds: z.coerce.number() })]);
const healingRows = z.array(
  z
    .object({
      ...{ id: z.string(), at: z.date(), kind: z.string(), detail: z.record(z.string(), z.unknown()) },
      ...{ flow: z.string().nullable(), consumer: z.string().nullable() },
    })
    .transform(({ kind, detail, ...row }) => ({ ...row, healing: healingSchema.parse({ kind, ...detail }) })),
);

/** What runs now, what healed itself, and what may become too small. */
export const healthNow = useCase("health.read", z.object({}), async (deps, actor): Promise<HealthNow> => {
  const [workers, database, healings, consumers, busiest, queueWait] = await Promise.all([
    deps.pool.query(workersSql),
    deps.pool.query(databaseSql),
    deps.pool.query(healingsSql, [actor.workspaceId, MAX_HEALINGS]),
    deps.pool.query(consumersSql, [actor.workspaceId, null]),
    deps.pool.query(busiestMinuteSql, [actor.workspaceId]),
    deps.pool.query(queueWaitSql),
  ]);
  const processes = workerRows.parse(workers.rows);
  const queue =
    processes.findLast(({ isAlive, queue: kind }) => isAlive && kind !== null)?.queue ?? undefined;
  const [{ version, bytes, used, limit }] = databaseRow.parse(database.rows);
  const connections = { used, limit };
  return {
    workers: processes.map(({ queue: _, ...worker }) => worker),
    queue,
    database: { version, bytes, connections },
    healings: healingRows.parse(healings.rows),
    hints: capacityHints({
      ...{ workers: processes, queue, connections },
      queueSeconds: queueWaitRow.parse(queueWait.rows)[0].seconds,
      perMinute: busiestRow.parse(busiest.rows)[0].deliveries,
      consumers: consumerRows.parse(consumers.rows),
    }),
  };
});
