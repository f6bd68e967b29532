import { parse, v5 } from "uuid";

/** Namespace of all ids that Millrace derives; made once, never to change. */
export const derivedIdNamespace = parse("6f1d4c1e-5b0e-4a57-9f61-0b8f3c1d7a52");

/** What the id of a delivery is derived from: one event, one subscription, one run; 0 is live. */
export function deliveryName(subscriptionId: string, run: number, topicId: string, offset: number): string {
  return `delivery/${subscriptionId}/${run}/${topicId}/${offset}`;
}

/** What ids of effects are derived from: the delivery, or one alarm of it, which does other things. */
export function seedOf(
  deliveryId: string,
  alarm: { readonly store: string; readonly key: string } | undefined,
): string {
  return alarm === undefined ? deliveryId : `${deliveryId}/${alarm.store}/${alarm.key}`;
}

/** The same for every attempt of a delivery: a rerun after a crash sends the same key. */
export function idempotencyKeyOf(deliveryId: string, stepId: string, index: number): string {
  return v5(`call/${deliveryId}/${stepId}/${index}`, derivedIdNamespace);
}

/** Id of the event that a step of a delivery publishes. */
export function publishedEventIdOf(deliveryId: string, stepId: string, index: number): string {
  return v5(`event/${deliveryId}/${stepId}/${index}`, derivedIdNamespace);
}
