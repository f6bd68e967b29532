/** Of which deliveries a topic keeps what their steps did. Failures are kept in every mode. */
export const traceModes = ["all", "sampled", "failures"] as const;
export type TraceMode = (typeof traceModes)[number];

/** Under load one of so many is kept when a topic is sampled. */
export const SAMPLE_ONE_OF = 20;
/** Events of one batch from which on there is load: they came faster than one after the other. */
const LOAD_FROM = 20;

/**
 * Whether to keep what the steps of a delivery did that went well: the same answer for the same delivery, whoever asks.
 * @param deliveryId a UUIDv5, so that its digits are spread evenly
 * @param batchSize events that were handed out together
 */
export function keepsGoodTrace(mode: TraceMode, deliveryId: string, batchSize: number): boolean {
  if (mode === "all") return true;
  if (mode === "failures") return false;
  return batchSize < LOAD_FROM || Number.parseInt(deliveryId.slice(0, 8), 16) % SAMPLE_ONE_OF === 0;
}
