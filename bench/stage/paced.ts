import { setTimeout as pause } from "node:timers/promises";

/**
 * Begins `count` pieces of work at a fixed rate, whether earlier ones have ended or not, and waits for all of them.
 * @throws what the first one that fails throws
 */
export async function paced(
  perSecond: number,
  count: number,
  begin: (index: number) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const waitMs = started + (index * 1000) / perSecond - performance.now();
    if (waitMs > 0) await pause(waitMs);
    running.push(begin(index));
  }
  await Promise.all(running);
}
