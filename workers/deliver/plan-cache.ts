import type { Plan } from "@/flow/compile/plan";
import { parsePlan } from "@/flow/compile/plan-schema";
import type { Deps } from "@/server/deps";

/** Plans are immutable; this many are kept, the least used ones are read again when needed. */
const MAX_PLANS = 200;

/** Reads the plan of a revision, mostly from memory. */
export type PlanOf = (revisionId: string) => Promise<Plan | undefined>;

/** Reads the draft of a flow as it was compiled for a run, mostly from memory. */
export type DraftOf = (run: number, flowId: string) => Promise<Plan | undefined>;

/** Makes the cache of plans of one process. */
export function createPlanCache(deps: Pick<Deps, "db">): PlanOf {
  return remembered(async (id) => {
    const revision = await deps.db.revision.findUnique({ where: { id }, select: { plan: true } });
    return revision === null ? undefined : parsePlan(revision.plan);
  });
}

/** Makes the cache of drafts that dry runs of one process run. */
export function createDraftCache(deps: Pick<Deps, "db">): DraftOf {
  const find = remembered(async (name) => {
    const [run, flowId = ""] = name.split(" ");
    const found = await deps.db.replayPlan.findUnique({
      where: { run_flowId: { run: Number(run), flowId } },
    });
    return found === null ? undefined : parsePlan(found.plan);
  });
  return (run, flowId) => find(`${run} ${flowId}`);
}

function remembered(read: (name: string) => Promise<Plan | undefined>): PlanOf {
  const plans = new Map<string, Promise<Plan | undefined>>();
  return (name) => {
    const known = plans.get(name);
    if (known) {
      // Moves to the end: the map's order is the order of use.
      plans.delete(name);
      plans.set(name, known);
      return known;
    }
    const reading = read(name);
    plans.set(name, reading);
    // What could not be read is not remembered.
    reading.catch(() => plans.delete(name));
    for (const oldest of plans.keys()) {
      if (plans.size <= MAX_PLANS) break;
      plans.delete(oldest);
    }
    return reading;
  };
}
