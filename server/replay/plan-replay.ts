import * as z from "zod";
import { AppError } from "../app-error";
import { inTransaction } from "../log/in-transaction";
import { useCase } from "../use-case";
import { replayOptionsSchema, selectionSchema } from "./replay-schemas";

const MAX_ITEMS = 1_000_000;

/** The parts of a selection as rows of `part(topic, ...)`: one shape for all three kinds. */
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
    SELECT DISTINCT e.topic_id, e."offset", e.received_at
    FROM json_to_recordset($3::json) AS part(topic text, offsets bigint[], from_offset bigint, to_offset bigint,
                                             from_time timestamptz, to_time timestamptz)
    JOIN topic t ON t.workspace_id = $2 AND t.name = part.topic
    JOIN event e ON e.topic_id = t.id
     AND (part.offsets IS NULL OR e."offset" = ANY(part.offsets))
     AND (part.from_offset IS NULL OR e."offset" BETWEEN part.from_offset AND part.to_offset)
     AND (part.from_time IS NULL OR e."offset" > millrace_offset_at(t.id, part.from_time - interval '1 microsecond')
                                AND e."offset" <= millrace_offset_at(t.id, part.to_time))
    WHERE t.id IN (SELECT s.topic_id FROM subscription s WHERE s.id = ANY($4) AND s.workspace_id = $2)
    LIMIT ${MAX_ITEMS + 1}
  ) chosen`;

/**
 * Freezes a selection of stored events as the plan of a replay. Only events that one of the chosen
 * consumers reacts to are kept. Nothing runs yet.
 * @throws AppError `not-found` for a foreign consumer, `bad-input` when nothing or too much was chosen
 */
export const planReplay = useCase(
  "replay.run",
  z.object({
    name: z.string().trim().min(1).max(120),
    selection: selectionSchema,
    options: replayOptionsSchema,
  }),
  async (deps, actor, input) => {
    const known = await deps.db.subscription.count({
      where: {
        workspaceId: actor.workspaceId,
        id: { in: input.options.subscriptionIds },
        state: { not: "removed" },
      },
    });
    if (known !== new Set(input.options.subscriptionIds).size) {
      throw new AppError("not-found", "One of the consumers is not deployed any more. Choose again.");
    }
    return inTransaction(deps.pool, async (client) => {
      const created = await client.query(
        `INSERT INTO replay (id, workspace_id, name, selection, options, created_by)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5) RETURNING id, run`,
        [
          actor.workspaceId,
          input.name,
          JSON.stringify(input.selection),
          JSON.stringify(input.options),
          actor.name,
        ],
      );
      const replay = z.object({ id: z.string(), run: z.number() }).parse(created.rows[0]);
      const frozen = await client.query(freezeSql, [
        replay.run,
        actor.workspaceId,
        JSON.stringify(rowsOf(input.selection.parts)),
        input.options.subscriptionIds,
      ]);
      const total = frozen.rowCount ?? 0;
      if (total === 0) throw new AppError("bad-input", "No stored event fits this choice.");
      if (total > MAX_ITEMS) {
        throw new AppError("bad-input", "More than 1,000,000 events fit. Choose a shorter time.");
      }
      await client.query("UPDATE replay SET total = $2 WHERE id = $1", [replay.id, total]);
      return { id: replay.id, run: replay.run, total };
    });
  },
);
