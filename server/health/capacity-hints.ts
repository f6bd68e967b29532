import type { ConsumerHealth } from "./health-over-time";

/** A consumer as the hints look at it. */
export type ConsumerLag = Pick<
  ConsumerHealth,
  "consumer" | "flowName" | "state" | "lag" | "lagBefore" | "lagSeconds"
>;

/** What the hints look at. */
export interface Capacity {
  readonly workers: readonly { readonly load: number | null; readonly isAlive: boolean }[];
  readonly queue: "redis" | "postgres" | undefined;
  /** How long the oldest batch that could run has waited in the queue. */
  readonly queueSeconds: number;
  /** Connections of the database: in use, and at most. */
  readonly connections: { readonly used: number; readonly limit: number };
  /** Deliveries of the busiest of the last minutes. */
  readonly perMinute: number;
  readonly consumers: readonly ConsumerLag[];
}

/** What may become too small, as sentences that say what to do. */
export interface CapacityHint {
  readonly tone: "bad" | "wait";
  readonly message: string;
}

const BUSY = 0.85;
/** Beyond that the queue on PostgreSQL takes a share of the database that Redis would not. */
const MUCH_PER_MINUTE = 30_000;
const LATE_SECONDS = 60;
/** No more is handed out than can run at once: what waits for longer is not passed on. */
const QUEUE_SECONDS = 30;

/** Says what is too small, or soon will be; the worst first. Empty: everything keeps up. */
export function capacityHints(capacity: Capacity): CapacityHint[] {
  const { workers, queue, queueSeconds, connections, perMinute, consumers } = capacity;
  const hints: CapacityHint[] = [];
  const alive = workers.filter(({ isAlive }) => isAlive);
  if (alive.length === 0) {
    hints.push({
      tone: "bad",
      message: "No workers process runs: events are stored and wait. Start one with `npm start`.",
    });
  }
  const isBusy = alive.length > 0 && alive.every(({ load }) => (load ?? 0) > BUSY);
  if (isBusy) {
    hints.push({
      tone: "wait",
      message: `Every workers process is busy more than ${Math.round(BUSY * 100)} % of the time. Start one more, on another core or machine.`,
    });
  }
  const isQueueStuck = queueSeconds > QUEUE_SECONDS && alive.length > 0 && !isBusy;
  if (isQueueStuck) {
    hints.push({
      tone: "bad",
      message: `What was handed out waits in the queue for ${Math.round(queueSeconds)} s, although the workers have time. ${
        queue === "redis"
          ? "Look whether Redis runs, and whether the workers reach it. Nothing is lost: it goes on from there."
          : "Look into the log of the workers. Nothing is lost."
      }`,
    });
  }
  const [worst] = consumers
    .filter(
      ({ state, lag, lagBefore, lagSeconds }) =>
        state === "active" && lagSeconds > LATE_SECONDS && lag > lagBefore,
    )
    .sort((a, b) => b.lagSeconds - a.lagSeconds);
  if (worst !== undefined && alive.length > 0 && !isBusy && !isQueueStuck) {
    hints.push({
      tone: "wait",
      message: `*${worst.consumer}* in *${worst.flowName}* falls behind although the workers have time: it waits for what it calls. Raise how many events it handles at once, or its limit.`,
    });
  }
  if (connections.used > 0.85 * connections.limit) {
    hints.push({
      tone: "bad",
      message: `${connections.used} of ${connections.limit} connections of the database are in use. Raise *max_connections*, or run fewer processes.`,
    });
  }
  if (queue === "postgres" && perMinute > MUCH_PER_MINUTE) {
    hints.push({
      tone: "wait",
      message:
        "The queue runs on PostgreSQL. With so many events Redis would take work off the database: set `REDIS_URL`.",
    });
  }
  return hints;
}
