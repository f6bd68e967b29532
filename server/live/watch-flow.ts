import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { streamCase } from "../stream-case";
import { flowActivity } from "./flow-activity";
import { waitForHint } from "./hints";
import { Pace } from "./pace";

/** Rates and "last hour" change by time alone. */
const MAX_INTERVAL_MS = 5_000;

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    if (ms > 0) await pause(ms, undefined, { signal, ref: false });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The activity of a flow, again whenever it changed; at once after a pause, at most once a second in a stream. */
export const watchFlow = streamCase(
  "flow.read",
  z.object({ flow: z.string(), topics: z.array(z.string()).max(200) }),
  async function* (deps, actor, input, signal) {
    const pace = new Pace(performance.now());
    let before = "";
    while (!signal.aborted) {
      await pauseFor(pace.take(performance.now()), signal);
      // Listens from before it reads: what changes meanwhile is read again.
      const changed = waitForHint(deps, MAX_INTERVAL_MS, signal);
      const activity = await flowActivity(deps, actor, input);
      const now = JSON.stringify(activity);
      if (now !== before) yield activity;
      before = now;
      await changed;
    }
  },
);
