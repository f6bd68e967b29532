import type { LoadedEvent } from "@/server/log/load-batch";
import type { TakenBatch } from "@/server/log/take";
import { type Delivered, deliveryIdIn, type PlainEnd } from "./deliver-event";

/** An event that was in hand at this many crashes in a row, and alone at all but the first, is their cause. */
export const MAX_STRIKES = 3;

export const workerCrashed: PlainEnd = {
  status: "dead",
  reason: "worker-crashed",
  message: `The process that worked on it ended ${MAX_STRIKES} times in a row. Look at what the steps do with this event, then redrive it.`,
};

export const consumerRemoved: PlainEnd = {
  status: "cancelled",
  reason: "consumer-removed",
  message: "Cancelled, because its consumer was removed from the flow.",
};

export const replayCancelled: PlainEnd = {
  status: "cancelled",
  reason: "replay-cancelled",
  message: "Cancelled with its replay.",
};

export const stepsBroke: PlainEnd = {
  status: "dead",
  reason: "internal-error",
  message: "Millrace could not run the steps for this event. The log of the workers says why.",
};

export const planMissing: PlainEnd = {
  status: "dead",
  reason: "plan-missing",
  message: "The revision that this event was handed out for cannot be read. Redrive it with the current one.",
};

/** Ends of due deliveries whose events are not in the log any more; what was tried stays in their history. */
export function eventGone(batch: TakenBatch, found: readonly LoadedEvent[]): Delivered[] {
  const present = new Set(found.map((event) => deliveryIdIn(batch, event)));
  return (batch.deliveryIds ?? [])
    .filter((deliveryId) => !present.has(deliveryId))
    .map((deliveryId) => ({
      result: {
        deliveryId,
        offset: 0,
        isKnown: true,
        status: "dead",
        reason: "event-gone",
        message: "The event was deleted before it could be tried again.",
        durationMicros: 0,
        published: [],
      },
      stateWrites: [],
    }));
}
