import { hash } from "node:crypto";
import { deliveryName, derivedIdNamespace } from "@/flow/delivery/derived-ids";

/**
 * Id of the delivery of one event to one subscription in one run (0 is live): a UUIDv5, so that every attempt by
 * every process finds the same. By hand, since it is needed for each event and the library takes four times as long.
 */
export function deliveryIdOf(subscriptionId: string, run: number, topicId: string, offset: number): string {
  const name = Buffer.from(deliveryName(subscriptionId, run, topicId, offset));
  const hex = hash("sha1", Buffer.concat([derivedIdNamespace, name]), "hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
