import { DatabaseError } from "pg";
import type * as z from "zod";
import { AppError } from "../app-error";
import type { Queryable } from "../log/queryable";
import type { selectionSchema } from "./replay-schemas";

const MAX_ITEMS = 1_000_000;

/** The parts of a selection as rows of `part(topic, ...)`: one shape for all kinds. */
function rowsOf(parts: z.output<typeof selectionSchema>["parts"]) {
  return parts.map((part) => ({
    topic: part.topic,
    offsets: "offsets" in part ? part.offsets : null,
    from_offset: "fromOffset" in part ? part.fromOffset : null,
    to_offset: "toOffset" in part ? part.toOffset : null,
    from_time: "from" in part ? part.from : null,
    to_time: "to" in part ? part.to : null,
  }));
}

const freezeSql = `
  INSERT INTO replay_item (run, ordinal, topic_id, "offset")
  SELECT $1, row_number() OVER (ORDER BY chosen.received_at, chosen.topic_id, chosen."offset"),
         chosen.topic_id, chosen."offset"
  FROM (
    SELECT DISTINCT e.received_at, e.topic_id, e."offset"
    FROM json_to_recordset($3::json) AS part(topic text, offsets bigint[], from_offset bigint, to_offset bigint,
                                             from_time timestamptz, to_time timestamptz)
    JOIN topic t ON t.workspace_id = $2 AND t.name = part.topic
    JOIN event e ON e.topic_id = t.id
     AND (part.offsets IS NULL OR e."offset" = ANY(part.offsets))
     AND (part.from_offset IS NULL OR e."offset" BETWEEN part.from_offset AND part.to_offset)
     AND (part.from_time IS NULL OR e."offset" > millrace_offset_at(t.id, part.from_time - interval '1 microsecond')
                                AND e."offset" <= millrace_offset_at(t.id, part.to_time))
    WHERE t.id IN (SELECT s.topic_id FROM subscription s WHERE s.id = ANY($4) AND s.workspace_id = $2)
      AND ($5::text IS NULL OR position(convert_to($5, 'UTF8') IN e.data) > 0)
      AND ($6::text IS NULL OR coalesce(e.key, e.subject) = $6)
      AND ($7::text IS NULL OR e.correlation_id = $7)
      AND (NOT $8::boolean OR EXISTS (
        SELECT FROM delivery d WHERE d.topic_id = e.topic_id AND d."offset" = e."offset" AND d.run = 0
          AND d.status = 'dead' AND d.subscription_id = ANY($4)))
    ORDER BY e.received_at, e.topic_id, e."offset"
    LIMIT $9
  ) chosen`;

/** SQLSTATE of a statement that took too long. */
const CANCELED = "57014";
/** Longer than that nobody waits for a plan, and others wait for its connection. */
const LIMIT_MS = 12_000;

/** @throws AppError `bad-input` when it takes too long */
async function withinLimit(db: Queryable, query: { readonly text: string; readonly values: unknown[] }) {
  await db.query({ text: `SET LOCAL statement_timeout = ${LIMIT_MS}`, values: [] });
  try {
    return await db.query(query);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === CANCELED) {
      throw new AppError(
        "bad-input",
        `Looking through these events took longer than ${LIMIT_MS / 1_000} seconds. Choose a shorter time, or fewer offsets.`,
      );
    }
    throw error;
  }
}

/**
 * Writes the events of a selection down as the items of a run, in the order in which they came. What arrives later is not
 * among them.
 * @returns how many they are
 * @param db a transaction
 * @throws AppError `bad-input` when nothing or too much was chosen, or when the search takes too long
 */
export async function freezeSelection(
  db: Queryable,
  workspaceId: string,
  run: number,
  selection: z.output<typeof selectionSchema>,
  subscriptionIds: readonly string[],
): Promise<number> {
  const { parts, filter, first } = selection;
  const frozen = await withinLimit(db, {
    text: freezeSql,
    values: [
      run,
      workspaceId,
      JSON.stringify(rowsOf(parts)),
      subscriptionIds,
      filter.text ?? null,
      filter.key ?? null,
      filter.correlationId ?? null,
      filter.isDead ?? false,
      first ?? MAX_ITEMS + 1,
    ],
  });
  const total = frozen.rowCount ?? 0;
  if (total === 0) throw new AppError("bad-input", "No stored event fits this choice.");
  if (total > MAX_ITEMS) {
    throw new AppError("bad-input", "More than 1,000,000 events fit. Choose a shorter time.");
  }
  return total;
}
