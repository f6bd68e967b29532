import type { EventDraft } from "@/flow/event/event-envelope";
import type { Deps } from "../deps";
import { inTransaction } from "../log/in-transaction";

/** How many events of a producer are kept before its flow is deployed. */
export const maxSamples = 20;

/** Keeps events that came before the first deployment as samples; the oldest beyond `maxSamples` go. */
export async function keepSamples(
  deps: Pick<Deps, "pool">,
  producerId: string,
  drafts: readonly EventDraft[],
): Promise<void> {
  const kept = drafts.slice(-maxSamples);
  await inTransaction(deps.pool, async (client) => {
    // One at a time per producer: two requests at once must not both count 20.
    await client.query("SELECT 1 FROM producer WHERE id = $1 FOR UPDATE", [producerId]);
    for (const { data, ...envelope } of kept) {
      await client.query(
        `INSERT INTO producer_sample (id, producer_id, at, envelope, content_type, data)
         VALUES (gen_random_uuid(), $1, clock_timestamp(), $2, $3, $4)`,
        [producerId, JSON.stringify(envelope), envelope.contentType, data],
      );
    }
    await client.query(
      `DELETE FROM producer_sample WHERE producer_id = $1 AND id NOT IN (
         SELECT id FROM producer_sample WHERE producer_id = $1 ORDER BY number DESC LIMIT $2)`,
      [producerId, maxSamples],
    );
  });
}
