import { createHash } from "node:crypto";
import type { WorkerOptions } from "bullmq";
import * as z from "zod";
import type { Deps } from "../deps";
import type { DueBatch } from "../log/dispatch";
import { chooseBackend, type QueueBackend } from "./queue-backend";

/** What a job holds: which batch, and which take of it. */
export type BatchJob = Pick<DueBatch, "batchId" | "take">;

/** Works off jobs until it is closed. */
export interface QueueWorker {
  /** Takes nothing new and waits for the jobs that run. */
  close(): Promise<void>;
}

/** The executor: hands batches to whichever process is free. Wiping it loses no event, only seconds. */
export interface BatchQueue {
  readonly kind: QueueBackend["kind"];
  /** Adds jobs; one that is there already stays as it is. Throws at once while the backend is away. */
  add(batches: readonly DueBatch[]): Promise<void>;
  /** Those of the batches that have no job any more. */
  missing(batches: readonly DueBatch[]): Promise<DueBatch[]>;
  /** How many jobs wait for somebody to take them. */
  waiting(): Promise<number>;
  /** Runs up to `slots` jobs at a time. `handle` never throws: what became of a batch stands in the database. */
  work(slots: number, handle: (job: BatchJob) => Promise<void>): QueueWorker;
  close(): Promise<void>;
}

const jobSchema = z.object({ batchId: z.number(), take: z.number() });
const NAME = "batches";

/**
 * The ledger decides about retries and crashes, so that the queue must do neither. What a process had popped and not
 * taken yet when it died is found by the queue alone, after the sum of both times: that is most of the time in which
 * the loss of a process has to be made good. A job that is run once more without need is refused by its batch's lease.
 */
const workerOptions = {
  lockDuration: 6_000,
  stalledInterval: 2_500,
  maxStalledCount: 1_000_000,
  // Seconds of one blocking call; also how long a lost wake-up can last.
  drainDelay: 2,
  runRetryDelay: 1_000,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} as const satisfies Partial<WorkerOptions>;

function jobIdOf({ batchId, take }: BatchJob): string {
  return `b-${batchId}-${take}`;
}

/** Several installations, and the databases of tests, may share one Redis. */
async function prefixOf(deps: Pick<Deps, "pool">): Promise<string> {
  const result = await deps.pool.query<{ id: string }>(
    "SELECT id::text || current_database() AS id FROM installation",
  );
  const hash = createHash("sha256")
    .update(result.rows[0]?.id ?? "")
    .digest("hex");
  return `millrace-${hash.slice(0, 12)}`;
}

/**
 * Opens the queue on the backend that the environment names.
 * @throws Error when it answers and cannot be used as it is set up
 */
export async function openBatchQueue(deps: Deps): Promise<BatchQueue> {
  const prefix = await prefixOf(deps);
  const backend = chooseBackend(deps);
  const queue = backend.queue(NAME, { prefix, streams: { events: { maxLen: 100 } } });
  // Every call fails on its own; this only keeps the process from ending over it.
  queue.on("error", (error: Error) => deps.log.debug({ err: error }, "queue"));
  const close = async () => {
    await queue.close();
    await backend.close();
  };
  try {
    await backend.ready();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    kind: backend.kind,
    add: async (batches) => {
      if (batches.length === 0) return;
      await queue.addBulk(
        batches.map(({ batchId, take, isReplay }) => ({
          name: "b",
          data: { batchId, take },
          opts: {
            jobId: jobIdOf({ batchId, take }),
            attempts: 1,
            removeOnComplete: true,
            removeOnFail: true,
            // Jobs without a priority go first.
            ...(isReplay ? { priority: 1 } : {}),
          },
        })),
      );
    },
    missing: async (batches) => {
      const states = await Promise.all(batches.map((batch) => queue.getJobState(jobIdOf(batch))));
      return batches.filter((_, index) => states[index] === "unknown");
    },
    waiting: () => queue.getJobCountByTypes("waiting", "prioritized"),
    work: (slots, handle) => {
      const worker = backend.worker(NAME, (job) => handle(jobSchema.parse(job.data)), {
        ...workerOptions,
        prefix,
        concurrency: slots,
      });
      worker.on("error", (error) => deps.log.warn({ err: error }, "the queue had a problem"));
      return { close: () => worker.close() };
    },
    close,
  };
}
