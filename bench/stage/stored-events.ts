import { append } from "@/server/log/append";
import { until } from "@/server/testing/until";
import type { Installation } from "./installation";

const GROUP = 1_000;

/** The data of an event, about 300 bytes as JSON. */
export function orderData(index: number) {
  return {
    order: `2027-${String(index).padStart(7, "0")}`,
    total: 100 + (index % 900),
    currency: "EUR",
    customer: { id: `c-${index % 5000}`, name: "Ana Lindqvist", email: "ana.lindqvist@example.com" },
    items: [
      { sku: "mug-blue-350", quantity: 2, price: 12.5 },
      { sku: "tea-assam-250", quantity: 1, price: 8.25 },
    ],
    note: "Please ring twice.",
  };
}

/** Appends events straight to the log of a topic, in groups as the gateway does. */
export async function storeEvents(
  { deps }: Installation,
  topicId: string,
  prefix: string,
  count: number,
): Promise<void> {
  for (let start = 0; start < count; start += GROUP) {
    const items = Array.from({ length: Math.min(GROUP, count - start) }, (_, index) => ({
      isIdFresh: true,
      draft: {
        id: `${prefix}-${start + index}`,
        source: "/bench",
        type: "order.placed",
        contentType: "application/json",
        data: Buffer.from(JSON.stringify(orderData(start + index))),
      },
    }));
    await append(deps.pool, topicId, items);
  }
}

const doneSql = `
  SELECT coalesce(sum(l.succeeded + l.filtered + l.dead), 0) AS n FROM lane l
  JOIN subscription s ON s.id = l.subscription_id WHERE s.topic_id = $1 AND l.run = $2`;

/** How many deliveries of a topic have ended, by the counters that are committed with them. */
export function deliveriesOf(installation: Installation, topicId: string, run = 0): Promise<number> {
  return installation.count(doneSql, [topicId, run]);
}

/** Waits until so many deliveries of a topic have ended. */
export async function untilDelivered(
  installation: Installation,
  topicId: string,
  count: number,
  { run = 0, limitMs = 300_000, everyMs = 20 } = {},
): Promise<void> {
  const isDone = async () => (await deliveriesOf(installation, topicId, run)) >= count;
  await until(isDone, { limitMs, everyMs, message: "The deliveries did not come to an end." });
}
