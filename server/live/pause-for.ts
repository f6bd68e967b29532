import { setTimeout as pause } from "node:timers/promises";

/** Resolves after so long or when the signal aborts; never rejects. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    if (ms > 0) await pause(ms, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
