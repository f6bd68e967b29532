import type { Plan } from "@/flow/compile/plan";
import { parsePlan } from "@/flow/compile/plan-schema";
import type { Deps } from "@/server/deps";

/** Plans are immutable; this many are kept, the least used ones are read again when needed. */
const MAX_PLANS = 200;

/** Reads the plan of a revision, mostly from memory. */
export type PlanOf = (revisionId: string) => Promise<Plan | undefined>;

/** Makes the cache of plans of one process. */
export function createPlanCache(deps: Pick<Deps, "db">): PlanOf {
  const plans = new Map<string, Promise<Plan | undefined>>();

  async function read(revisionId: string): Promise<Plan | undefined> {
    const revision = await deps.db.revision.findUnique({
      where: { id: revisionId },
      select: { plan: true },
    });
    return revision === null ? undefined : parsePlan(revision.plan);
  }

  return (revisionId) => {
    const known = plans.get(revisionId);
    if (known) {
      // Moves to the end: the map's order is the order of use.
      plans.delete(revisionId);
      plans.set(revisionId, known);
      return known;
    }
    const reading = read(revisionId);
    plans.set(revisionId, reading);
    // What could not be read is not remembered.
    reading.catch(() => plans.delete(revisionId));
    for (const oldest of plans.keys()) {
      if (plans.size <= MAX_PLANS) break;
      plans.delete(oldest);
    }
    return reading;
  };
}
