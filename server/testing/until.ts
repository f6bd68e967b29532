import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until the answer is yes: the tests' way to wait, instead of sleeping for a guessed time.
 * The limit only ends what hangs: what takes a second on an idle machine takes ten and more on a busy one.
 * @throws Error with `message` when `limitMs` (30 s) have passed
 */
export async function until(
  isDone: () => boolean | Promise<boolean>,
  options: { limitMs?: number; everyMs?: number; message?: string | (() => string) } = {},
): Promise<void> {
  const deadline = performance.now() + (options.limitMs ?? 30_000);
  for (;;) {
    // Known before it asks: whoever stood still, or waited long for an answer, asks once more before giving up.
    const isLast = performance.now() > deadline;
    if (await isDone()) return;
    if (isLast) {
      const { message } = options;
      throw new Error(
        (typeof message === "function" ? message() : message) ?? "What was waited for did not happen.",
      );
    }
    await sleep(options.everyMs ?? 20);
  }
}
