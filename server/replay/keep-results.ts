import type { DifferenceKind } from "@/flow/replay/compare-outcomes";
import type { OutcomeView } from "@/flow/replay/outcome-view";
import { isRefusal } from "../log/is-refusal";
import type { Queryable } from "../log/queryable";

/** What one delivery of a replay came to beside the first one of its event. */
export interface ReplayResult {
  readonly deliveryId: string;
  readonly offset: number;
  readonly kind: DifferenceKind;
  readonly stepIds: readonly string[];
  /** Both absent where they are the same, and nothing more comes of the delivery. */
  readonly before?: OutcomeView | undefined;
  readonly after?: OutcomeView | undefined;
}

/**
 * Reads what earlier parts of deliveries came to: a window or a join goes on with one that has ended before.
 * @returns the outcomes by the ids of the deliveries, as far as they were kept
 */
export async function readEarlierResults(
  db: Queryable,
  run: number,
  deliveryIds: readonly string[],
): Promise<Map<string, OutcomeView>> {
  const found = await db.query<{ delivery_id: string; after: OutcomeView }>({
    name: "millrace-earlier-results",
    text: "SELECT delivery_id, after FROM replay_result WHERE run = $1 AND delivery_id = ANY($2) AND after IS NOT NULL",
    values: [run, deliveryIds],
  });
  return new Map(found.rows.map((row) => [row.delivery_id, row.after]));
}

/**
 * Writes results down. Whoever runs a delivery again, because its process died before it could commit, comes to the same
 * and writes it again: ids are derived, so each delivery has one result.
 */
export async function keepResults(
  db: Queryable,
  batch: { readonly run: number; readonly subscriptionId: string; readonly topicId: string },
  results: readonly ReplayResult[],
): Promise<void> {
  try {
    await writeResults(db, batch, results);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // What cannot be stored is not shown; that they differ is.
    await writeResults(
      db,
      batch,
      results.map((one) => ({ ...one, before: undefined, after: undefined })),
    );
  }
}

async function writeResults(
  db: Queryable,
  batch: { readonly run: number; readonly subscriptionId: string; readonly topicId: string },
  results: readonly ReplayResult[],
): Promise<void> {
  await db.query({
    name: "millrace-keep-results",
    text: `INSERT INTO replay_result (run, delivery_id, subscription_id, topic_id, "offset", kind, step_ids, before, after)
           SELECT $1, r.id, $2, $3, r.o, r.k, ARRAY(SELECT json_array_elements_text(r.s)), r.b, r.a
           FROM json_to_recordset($4) AS r(id uuid, o bigint, k text, s json, b json, a json)
           ON CONFLICT (run, delivery_id) DO UPDATE SET kind = excluded.kind, step_ids = excluded.step_ids,
             before = excluded.before, after = excluded.after`,
    values: [
      batch.run,
      batch.subscriptionId,
      batch.topicId,
      storableJson(
        results.map(({ deliveryId, offset, kind, stepIds, before, after }) => ({
          ...{ id: deliveryId, o: offset, k: kind, s: stepIds },
          ...{ b: before, a: after },
        })),
      ),
    ],
  });
}

/**
 * JSON that PostgreSQL takes: U+0000 and halves of surrogate pairs, which it refuses, become U+FFFD. `JSON.stringify`
 * escapes just these; a whole pair stands there as it is.
 */
function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/gi, (found, code?: string) =>
    code === undefined ? found : "\\ufffd",
  );
}
