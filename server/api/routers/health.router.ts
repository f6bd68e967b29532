import { healthNow } from "@/server/health/health-now";
import { healthOverTime } from "@/server/health/health-over-time";
import { query, router } from "../trpc";

/** How the workspace does, now and over a time. */
export const healthRouter = router({
  now: query(healthNow),
  overTime: query(healthOverTime),
});
