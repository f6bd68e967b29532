import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Something that runs as a child process. */
export interface Runnable {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** A child that is started again whenever it dies. */
export interface Kept<Started extends Runnable> {
  readonly name: string;
  /** Starts it for the first time; what fails here is the caller's. */
  start(): Promise<Started>;
  /** Stops and starts it on purpose. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const firstDelayMs = 500;
const maxDelayMs = 30_000;
// A child that lived this long starts over with the short delay.
const steadyMs = 60_000;

/**
 * Wraps `start` so that what it started is started again, with a growing delay, until it is stopped. `start` gets a signal that is
 * aborted when it should give up.
 */
export function keepAlive<Started extends Runnable>(
  name: string,
  start: (stop: AbortSignal) => Promise<Started>,
  say: (line: string) => void,
): Kept<Started> {
  const stopping = new AbortController();
  let current: Runnable | undefined;
  let pending: Promise<Started> | undefined;
  let isRestarting = false;
  let delayMs = firstDelayMs;

  const begin = async () => {
    pending = start(stopping.signal);
    const started = await pending;
    current = started;
    const startedAt = Date.now();
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      if (stopping.signal.aborted || isRestarting || current !== started) return;
      current = undefined;
      if (Date.now() - startedAt > steadyMs) delayMs = firstDelayMs;
      void revive(`ended unexpectedly (${signal ?? `exit code ${code}`})`);
    };
    const { child } = started;
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    else child.once("exit", onExit);
    return started;
  };

  const revive = async (what: string): Promise<void> => {
    say(`${name} ${what}; starting again in ${delayMs / 1000} s.`);
    const isStopped = await sleep(delayMs, false, { signal: stopping.signal }).catch(() => true);
    if (isStopped) return;
    delayMs = Math.min(delayMs * 2, maxDelayMs);
    try {
      await begin();
      say(`${name} runs again.`);
    } catch (error) {
      if (stopping.signal.aborted) return;
      await revive(`did not start: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return {
    name,
    start: begin,
    async restart() {
      isRestarting = true;
      try {
        await current?.stop();
        current = undefined;
        await begin();
      } finally {
        isRestarting = false;
      }
    },
    async stop() {
      stopping.abort();
      // What is still starting must come to an end first; how it failed was told to whoever started it.
      await pending?.catch(() => undefined);
      await current?.stop();
    },
  };
}
