import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

/** Dead letters that share a cause. */
export type DeadLetterGroup = inferRouterOutputs<AppRouter>["events"]["deadLetterGroups"][number];

/** What identifies a group, as the repair procedures take it. */
export function groupRef({ subscriptionId, stepId, reason, message }: DeadLetterGroup) {
  return { subscriptionId, stepId, reason, message };
}
