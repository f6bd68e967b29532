import { isTRPCClientError } from "@trpc/client";
import { errorSentence } from "@/app/_entry/error-sentence";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import type { FlowApi } from "../state/flow-api";

/** Pauses a deployed consumer or lets it go on, and says so. */
export async function setPaused(api: FlowApi, consumerId: string, isPaused: boolean): Promise<void> {
  try {
    await (isPaused ? api.pauseConsumer(consumerId) : api.resumeConsumer(consumerId));
    showToast(isPaused ? "Paused. Its events wait." : "It goes on.");
  } catch (error) {
    if (!isTRPCClientError(error)) throw error;
    showToast(errorSentence(error), { tone: "bad" });
  }
}

/** Puts everything that a deployed consumer has given up back to work, and says how much that was. */
export async function retryFailed(api: FlowApi, flow: string, consumerId: string): Promise<void> {
  try {
    const groups = await api.deadLetterGroups();
    const own = groups.filter((group) => group.flowSlug === flow && group.consumerId === consumerId);
    let count = 0;
    for (const { subscriptionId, stepId, reason, message } of own) {
      count += (await api.redrive({ subscriptionId, stepId, reason, message })).count;
    }
    showToast(count === 0 ? "Nothing has failed any more." : `${formatPlural(count, "event")} redriven.`);
  } catch (error) {
    if (!isTRPCClientError(error)) throw error;
    showToast(errorSentence(error), { tone: "bad" });
  }
}
