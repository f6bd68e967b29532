import * as z from "zod";
import type { Place } from "@/flow/delivery/lane-order";
import type { Queryable } from "./queryable";
import type { TakenBatch } from "./take";

const placeRows = z.array(
  z
    .object({ offset: z.coerce.number(), key: z.string().nullable(), is_behind: z.boolean() })
    .transform(({ offset, key, is_behind: isBehind }): Place => ({ offset, key, isBehind })),
);

/** A key as it stands in `parked_key`: an index holds no longer ones, and nobody wants to read them. */
const keyColumn = `CASE WHEN octet_length(k.key) > 1000 THEN left(k.key, 200) || '… ' || md5(k.key) ELSE k.key END`;

const newPlaces = `
  SELECT q."offset", q.key, EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = $3 AND p.key = q.key) AS is_behind
  FROM (SELECT e."offset", ${keyColumn} AS key
        FROM event e CROSS JOIN LATERAL (SELECT millrace_event_key(e, $4) AS key OFFSET 0) k
        WHERE e.topic_id = $1 AND e."offset" = ANY($2)) q`;

const duePlaces = `
  SELECT w."offset", w.parked_key AS key, EXISTS (
    SELECT FROM delivery d
    WHERE d.subscription_id = w.subscription_id AND d.parked_key = w.parked_key AND d."offset" < w."offset"
      AND d.status IN ('dead', 'retrying', 'held') AND d.batch_id IS DISTINCT FROM w.batch_id) AS is_behind
  FROM delivery w
  WHERE w.batch_id = $1 AND w.parked_key IS NOT NULL
    AND EXISTS (SELECT FROM parked_key p WHERE p.subscription_id = w.subscription_id AND p.key = w.parked_key)`;

/** Where events of a batch stand in the order of their keys; nothing where no key can be parked. */
export async function readPlaces(
  db: Queryable,
  batch: TakenBatch,
  offsets: readonly number[],
): Promise<readonly Place[]> {
  const mayWait = batch.hasParked || (batch.whenGivenUp === "park" && batch.kind !== "due");
  if (batch.run > 0 || !mayWait || offsets.length === 0) return [];
  const result =
    batch.kind === "due"
      ? await db.query({ name: "millrace-due-places", text: duePlaces, values: [batch.batchId] })
      : await db.query({
          name: "millrace-places",
          text: newPlaces,
          values: [batch.topicId, offsets, batch.subscriptionId, batch.orderKey],
        });
  return placeRows.parse(result.rows);
}

/**
 * Lets what waits behind parked keys and stops go on as far as nothing before it is left.
 * @param subscriptionId absent: of all consumers
 */
export async function releaseWaiting(db: Queryable, subscriptionId?: string): Promise<void> {
  await db.query({
    name: "millrace-release",
    text: "SELECT millrace_release($1)",
    values: [subscriptionId ?? null],
  });
}
