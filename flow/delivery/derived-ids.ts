import { parse, v5 } from "uuid";

/** Namespace of all ids that Millrace derives; made once, never to change. */
const namespace = parse("6f1d4c1e-5b0e-4a57-9f61-0b8f3c1d7a52");

/** Id of the delivery of one event to one subscription in one run; 0 is live. */
export function deliveryIdOf(subscriptionId: string, run: number, topicId: string, offset: number): string {
  return v5(`delivery/${subscriptionId}/${run}/${topicId}/${offset}`, namespace);
}

/** The same for every attempt of a delivery: a rerun after a crash sends the same key. */
export function idempotencyKeyOf(deliveryId: string, stepId: string, index: number): string {
  return v5(`call/${deliveryId}/${stepId}/${index}`, namespace);
}

/** Id of the event that a step of a delivery publishes. */
export function publishedEventIdOf(deliveryId: string, stepId: string, index: number): string {
  return v5(`event/${deliveryId}/${stepId}/${index}`, namespace);
}
