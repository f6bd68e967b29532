/** Stored states of a delivery; `pending` and `running` are derived from lanes and batches. */
export const deliveryStatuses = [
  "succeeded",
  "filtered",
  "dead",
  "cancelled",
  "discarded",
  "retrying",
  "held",
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What people see: the stored states and the derived ones. */
export type ShownStatus = DeliveryStatus | "pending" | "running";
