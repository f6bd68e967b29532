import { discard } from "@/server/deliveries/discard";
import { redrive } from "@/server/deliveries/redrive";
import { retryNow } from "@/server/deliveries/retry-now";
import { cancelReplay, pauseReplay, resumeReplay, startReplay } from "@/server/replay/change-replay";
import { getReplay, listReplays, replayItems, replayTargets } from "@/server/replay/list-replays";
import { replayDifferences, replayResult, replayResults } from "@/server/replay/list-results";
import { planReplay } from "@/server/replay/plan-replay";
import { readReplayPlan } from "@/server/replay/read-plan";
import { readSwap, swapIn } from "@/server/replay/swap-in";
import { mutation, query, router } from "../trpc";

/** Stored events, run again. */
export const replaysRouter = router({
  list: query(listReplays),
  get: query(getReplay),
  items: query(replayItems),
  differences: query(replayDifferences),
  results: query(replayResults),
  result: query(replayResult),
  targets: query(replayTargets),
  planned: query(readReplayPlan),
  plan: mutation(planReplay),
  start: mutation(startReplay),
  pause: mutation(pauseReplay),
  resume: mutation(resumeReplay),
  cancel: mutation(cancelReplay),
  swap: query(readSwap),
  swapIn: mutation(swapIn),
});

/** Repair of single deliveries. */
export const deliveriesRouter = router({
  redrive: mutation(redrive),
  discard: mutation(discard),
  retryNow: mutation(retryNow),
});
