import type { Deps } from "@/server/deps";
import { noteHealing } from "@/server/health/healing";
import { repair } from "@/server/log/repair";
import type { BatchQueue } from "@/server/queue/batch-queue";

/** A batch that stands in the queue for longer is looked for: its job may be lost. */
const WAITED_MS = 4_000;

/**
 * Compares the truth with the executor once: batches whose worker is dead, and those without a job, are given to
 * the queue again. Returns how many it repaired.
 */
export async function reconcile(deps: Pick<Deps, "pool" | "log">, queue: BatchQueue): Promise<number> {
  const { orphaned, waiting } = await repair(deps.pool, WAITED_MS);
  const lost = waiting.length === 0 ? [] : await queue.missing(waiting);
  const found = [...orphaned, ...lost];
  if (found.length === 0) return 0;
  await queue.add(found);
  await noteHealing(deps.pool, { kind: "handed-out-again", orphaned: orphaned.length, lost: lost.length });
  deps.log.info(
    { orphaned: orphaned.length, lost: lost.length },
    "open batches were given to the queue again",
  );
  return found.length;
}
