import * as z from "zod";
import { streamCase } from "../stream-case";
import { flowActivity } from "./flow-activity";
import { waitForHint } from "./hints";

/** The canvas changes its numbers at most once a second. */
const MIN_INTERVAL_MS = 1_000;
/** Rates and "last hour" change by time alone. */
const MAX_INTERVAL_MS = 5_000;

/** The activity of a flow, again whenever it changed. */
export const watchFlow = streamCase(
  "flow.read",
  z.object({ flow: z.string(), topics: z.array(z.string()).max(200) }),
  async function* (deps, actor, input, signal) {
    let before = "";
    while (!signal.aborted) {
      const activity = await flowActivity(deps, actor, input);
      const now = JSON.stringify(activity);
      if (now !== before) yield activity;
      before = now;
      const nextAt = performance.now() + MIN_INTERVAL_MS;
      await waitForHint(deps, MAX_INTERVAL_MS, signal);
      while (!signal.aborted && performance.now() < nextAt) {
        await waitForHint(deps, Math.max(1, nextAt - performance.now()), signal);
      }
    }
  },
);
