import type { Log } from "@/server/logger";
import type { BatchJob, BatchQueue, QueueWorker } from "@/server/queue/batch-queue";

/** A worker of the queue that can be made anew. */
export interface WatchedWorker extends QueueWorker {
  /**
   * Looks once: jobs wait, this process has room for them, and it began none since the last look, when it was the
   * same. Then its worker has gone deaf, and a new one takes its place; what the old one runs, it finishes.
   * @returns whether the worker was replaced
   */
  look(): Promise<boolean>;
}

/** Works off jobs, up to `slots` at a time, in a way that can be watched. */
export function workWatched(
  log: Log,
  queue: Pick<BatchQueue, "work" | "waiting">,
  slots: number,
  handle: (job: BatchJob) => Promise<void>,
): WatchedWorker {
  let running = 0;
  let begun = 0;
  let begunWhenStuck: number | undefined;
  const retired = new Set<Promise<void>>();

  const open = () =>
    queue.work(slots, async (job) => {
      begun += 1;
      running += 1;
      try {
        await handle(job);
      } finally {
        running -= 1;
      }
    });
  let worker = open();

  function replace(): void {
    const closing = worker.close().catch((error: unknown) => {
      log.warn({ err: error }, "the old worker of the queue did not close well");
    });
    retired.add(closing);
    void closing.finally(() => retired.delete(closing));
    worker = open();
  }

  return {
    look: async () => {
      const seen = begun;
      const isStuck = (await queue.waiting()) > 0 && running < slots && begun === seen;
      const wasStuck = begunWhenStuck === begun;
      begunWhenStuck = isStuck ? begun : undefined;
      if (!isStuck || !wasStuck) return false;
      begunWhenStuck = undefined;
      log.warn("jobs wait in the queue and none arrives: its worker is made anew");
      replace();
      return true;
    },
    close: async () => {
      await Promise.all([worker.close(), ...retired]);
    },
  };
}
