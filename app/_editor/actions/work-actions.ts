import { isTRPCClientError } from "@trpc/client";
import { errorSentence } from "@/app/_entry/error-sentence";
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
