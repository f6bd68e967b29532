import * as z from "zod";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import {
  consumerRows,
  consumersSql,
  deliveriesSql,
  deliveryRows,
  eventRows,
  eventsSql,
  lagRows,
  lagSql,
  latencyRows,
  latencySql,
  sampledSql,
  stepRows,
  stepsSql,
} from "./health-queries";
import { percentile } from "./latency";

/** Times that Health can be asked for, with the width of one point: enough points to see a shape, few enough to draw. */
const ranges = {
  "1h": { minutes: 60, step: 1 },
  "6h": { minutes: 360, step: 5 },
  "24h": { minutes: 1_440, step: 15 },
  "7d": { minutes: 10_080, step: 120 },
  "30d": { minutes: 43_200, step: 360 },
} as const;
export const healthRanges = ["1h", "6h", "24h", "7d", "30d"] as const satisfies (keyof typeof ranges)[];
export type HealthRange = (typeof healthRanges)[number];

const inputSchema = z.object({
  range: z.enum(healthRanges).default("1h"),
  /** Only the consumers of a flow, and the topics they read. */
  flow: z.string().max(80).optional(),
});

/** What became of deliveries. */
interface Ends {
  readonly succeeded: number;
  readonly filtered: number;
  /** Dead letters. */
  readonly dead: number;
  /** Attempts that failed and were tried again. */
  readonly retried: number;
}

/** From storing an event to the commit of its delivery, ms; absent where nothing was delivered. */
interface Latencies {
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
}

/** What happened in one step of the time. */
export interface HealthPoint extends Ends, Latencies {
  /** Where the step begins. */
  readonly at: Date;
  /** Nobody looked at it: no workers were there, so what waited is not known. */
  readonly isUnknown: boolean;
  /** Events that came to the topics. */
  readonly events: number;
  /** The most that waited for the consumers together, and the age of the oldest in seconds. */
  readonly lag: number;
  readonly lagSeconds: number;
}

/** One consumer of one topic over the whole time. */
export interface ConsumerHealth extends Ends, Latencies {
  readonly subscriptionId: string;
  readonly consumer: string;
  readonly flow: string;
  readonly flowName: string;
  readonly topic: string;
  /** With what pauses its flow or topic; stopped: by itself, at a dead letter; held: what it calls is down. */
  readonly state: "active" | "draining" | "paused" | "stopped" | "held";
  /** Now, and ten minutes before somebody looked last. */
  readonly lag: number;
  readonly lagSeconds: number;
  readonly lagBefore: number;
  /** Deliveries that failed and wait for their next try now. */
  readonly retrying: number;
}

export interface HealthOverTime {
  readonly stepMinutes: number;
  readonly points: readonly HealthPoint[];
  readonly consumers: readonly ConsumerHealth[];
}

/** Adds up counts per bucket by a key. */
class Buckets<Key> {
  readonly #counts = new Map<Key, number[]>();

  add(key: Key, bucket: number, n: number): void {
    const counts = this.#counts.get(key) ?? [];
    this.#counts.set(key, counts);
    while (counts.length <= bucket) counts.push(0);
    counts[bucket] = (counts[bucket] ?? 0) + n;
  }

  percentiles(key: Key): Latencies {
    const counts = this.#counts.get(key) ?? [];
    return { p50: percentile(counts, 0.5), p95: percentile(counts, 0.95), p99: percentile(counts, 0.99) };
  }
}

const nothing: Ends = { succeeded: 0, filtered: 0, dead: 0, retried: 0 };

function plus(a: Ends, b: Ends): Ends {
  return {
    succeeded: a.succeeded + b.succeeded,
    filtered: a.filtered + b.filtered,
    dead: a.dead + b.dead,
    retried: a.retried + b.retried,
  };
}

async function readRange(
  { pool }: Deps,
  { workspaceId }: Actor,
  { range, flow }: z.output<typeof inputSchema>,
): Promise<HealthOverTime> {
  const { minutes, step } = ranges[range];
  const values = [step, minutes, workspaceId, flow ?? null];
  // Latencies by the minute are kept for the short ranges only.
  const spans = step < 60 ? 1 : 60;
  const [steps, sampled, events, deliveries, latencies, lags, consumers] = await Promise.all([
    pool.query(stepsSql, [step, minutes]),
    pool.query(sampledSql, [step, minutes]),
    pool.query(eventsSql, values),
    pool.query(deliveriesSql, values),
    pool.query(latencySql, [...values, spans]),
    pool.query(lagSql, values),
    pool.query(consumersSql, [workspaceId, flow ?? null]),
  ]);
  const known = new Set(stepRows.parse(sampled.rows).map(({ at }) => at.getTime()));
  const eventsAt = new Map(eventRows.parse(events.rows).map((row) => [row.at.getTime(), row.events]));
  const lagAt = new Map(lagRows.parse(lags.rows).map((row) => [row.at.getTime(), row]));
  const [endsAt, endsOf] = [new Map<number, Ends>(), new Map<string, Ends>()];
  for (const { at, subscription_id: id, ...ends } of deliveryRows.parse(deliveries.rows)) {
    endsAt.set(at.getTime(), plus(endsAt.get(at.getTime()) ?? nothing, ends));
    endsOf.set(id, plus(endsOf.get(id) ?? nothing, ends));
  }
  const [latencyAt, latencyOf] = [new Buckets<number>(), new Buckets<string>()];
  for (const { at, subscription_id: id, bucket, n } of latencyRows.parse(latencies.rows)) {
    latencyAt.add(at.getTime(), bucket, n);
    latencyOf.add(id, bucket, n);
  }
  const consumersNow = consumerRows.parse(consumers.rows);
  const times = stepRows.parse(steps.rows);
  const last = times.at(-1)?.at.getTime();
  return {
    stepMinutes: step,
    points: times.map(({ at }): HealthPoint => {
      const time = at.getTime();
      // In the step that runs, what waits now counts, too: it is noted once a minute only, and not while no workers run.
      const noted = step === 1 && time === last ? undefined : lagAt.get(time);
      const current = time === last ? consumersNow : [];
      const lag = Math.max(
        noted?.lag ?? 0,
        current.reduce((sum, one) => sum + one.lag, 0),
      );
      const lagSeconds = Math.max(noted?.lag_seconds ?? 0, ...current.map((one) => one.lagSeconds));
      return {
        at,
        isUnknown: !known.has(time),
        events: eventsAt.get(time) ?? 0,
        ...(endsAt.get(time) ?? nothing),
        ...latencyAt.percentiles(time),
        lag,
        lagSeconds,
      };
    }),
    consumers: consumersNow.map(
      (row): ConsumerHealth => ({
        ...row,
        ...(endsOf.get(row.subscriptionId) ?? nothing),
        ...latencyOf.percentiles(row.subscriptionId),
      }),
    ),
  };
}

/**
 * How the workspace did over a time: throughput, failures, latency and lag, together per step and apart per consumer.
 * The last step is the one that runs.
 */
export const healthOverTime = useCase("health.read", inputSchema, readRange);
