import * as z from "zod";
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

/** So many flows, those that were worked on last, are read when a process starts. */
const MAX_AHEAD = 20;

/**
 * Reads what runs before its first event comes. The first of these reads also compiles what Prisma and zod work with: a
 * third of a second in which a process does nothing else, and which the first events after a start would wait for.
 * @param changed id of what has changed, which is a flow or something else; absent: of all flows
 */
export async function readPlansAhead(
  { db, log }: Pick<Deps, "db" | "log">,
  planOf: PlanOf,
  changed?: string,
): Promise<void> {
  if (changed !== undefined && !z.uuid().safeParse(changed).success) return;
  try {
    const flows = await db.flow.findMany({
      where: {
        ...(changed !== undefined && { id: changed }),
        deletedAt: null,
        liveRevisionId: { not: null },
      },
      orderBy: { updatedAt: "desc" },
      take: MAX_AHEAD,
      select: { liveRevisionId: true },
    });
    for (const { liveRevisionId } of flows) if (liveRevisionId !== null) await planOf(liveRevisionId);
  } catch (error) {
    // They are read with their first event, then.
    log.info({ err: error }, "plans could not be read ahead");
  }
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
