import type { Log } from "@/server/logger";

/** Work that comes again and again until it is stopped. */
export interface Repeating {
  /** Waits for the pass that runs. */
  stop(): Promise<void>;
}

/**
 * Does a pass, waits as long as it says, and does the next one. A pass that fails is logged and comes again after
 * `onFailureMs`.
 * @param pass returns the milliseconds until the next pass
 */
export function repeat(log: Log, name: string, onFailureMs: number, pass: () => Promise<number>): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    let waitMs = onFailureMs;
    try {
      waitMs = await pass();
    } catch (error) {
      if (!isStopped) log.warn({ err: error }, `${name} failed and will be tried again`);
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      running = run();
    }, waitMs);
  }

  running = run();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
