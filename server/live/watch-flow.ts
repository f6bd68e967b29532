import * as z from "zod";
import type { FlowState } from "@/prisma/generated/enums";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { findFlow } from "../flows/find-flow";
import { streamCase } from "../stream-case";
import { type FlowActivity, flowActivity } from "./flow-activity";
import { beginVisit, sessionSchema, type Visitor, visitorsOf } from "./flow-visitors";
import { waitForHint } from "./hints";
import { Pace } from "./pace";
import { pauseFor } from "./pause-for";

/** Rates and "last hour" change by time alone. */
const MAX_INTERVAL_MS = 5_000;

/** What of a flow is newer than what an editor shows, when it is. */
async function stateOf(deps: Deps, flowId: string) {
  const flow = await deps.db.flow.findUniqueOrThrow({
    where: { id: flowId },
    select: { draftVersion: true, state: true, liveRevision: { select: { number: true } } },
  });
  return { version: flow.draftVersion, state: flow.state, revision: flow.liveRevision?.number ?? null };
}

/** How a flow stands: what happens in it, its newest version, and who has it open. */
export interface FlowReading extends FlowActivity {
  readonly flow: { readonly version: number; readonly state: FlowState; readonly revision: number | null };
  readonly visitors: readonly Visitor[];
}

async function readFlow(
  deps: Deps,
  actor: Actor,
  flowId: string,
  input: { flow: string; topics: string[] },
): Promise<FlowReading> {
  const [activity, flow, visitors] = await Promise.all([
    flowActivity(deps, actor, input),
    stateOf(deps, flowId),
    visitorsOf(deps, actor, flowId),
  ]);
  return { ...activity, flow, visitors };
}

/**
 * The activity of a flow, its newest version and who has it open, again whenever that changed; at once after a pause,
 * at most once a second in a stream.
 */
export const watchFlow = streamCase(
  "flow.read",
  z.object({
    flow: z.string(),
    topics: z.array(z.string()).max(200),
    /** The browser tab that others are shown while this stream runs. */
    session: sessionSchema.optional(),
  }),
  async function* (deps, actor, input, signal) {
    const { id } = await findFlow(deps.db, actor, input.flow);
    const visit = input.session === undefined ? undefined : await beginVisit(deps, actor, id, input.session);
    const pace = new Pace(performance.now());
    let before = "";
    try {
      while (!signal.aborted) {
        await pauseFor(pace.take(performance.now()), signal);
        // Listens from before it reads: what changes meanwhile is read again.
        const changed = waitForHint(deps, MAX_INTERVAL_MS, signal, id);
        const reading = await readFlow(deps, actor, id, input);
        const now = JSON.stringify(reading);
        if (now !== before) yield reading;
        before = now;
        await changed;
      }
    } finally {
      await visit?.leave();
    }
  },
);
