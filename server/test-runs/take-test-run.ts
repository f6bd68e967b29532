import * as z from "zod";
import { type TestRunInput, type TestRunResult, testRunInputSchema } from "@/flow/test-run/test-run";
import { HINT_CHANNEL, writeHints } from "../log/hint";
import type { Queryable } from "../log/queryable";

/** A run in hand. */
export interface TakenTestRun {
  readonly id: string;
  readonly workspaceId: string;
  readonly flowId: string;
  readonly document: unknown;
  readonly input: TestRunInput;
  /** The database's clock. */
  readonly now: Date;
}

const takenRow = z.object({
  id: z.string(),
  workspace_id: z.string(),
  flow_id: z.string(),
  document: z.unknown(),
  input: testRunInputSchema,
  now: z.date(),
});

/** Longer than any run takes; it may have acted outside, so it is not begun a second time. */
const LOST_AFTER = "90 seconds";

/**
 * Takes a run, so that nobody else does: of the workspaces with the fewest at work the one that waits longest; undefined
 * when none waits.
 */
export async function takeTestRun(db: Queryable): Promise<TakenTestRun | undefined> {
  const taken = await db.query({
    name: "millrace-take-test-run",
    text: `UPDATE test_run SET state = 'running', taken_at = clock_timestamp()
           WHERE id = (SELECT t.id FROM test_run t WHERE t.state = 'waiting'
                       ORDER BY (SELECT count(*) FROM test_run o
                                 WHERE o.state = 'running' AND o.workspace_id = t.workspace_id), t.created_at
                       LIMIT 1 FOR UPDATE OF t SKIP LOCKED)
           RETURNING id, workspace_id, flow_id, document, input, taken_at AS now`,
  });
  if (taken.rows[0] === undefined) return undefined;
  const { id, workspace_id, flow_id, document, input, now } = takenRow.parse(taken.rows[0]);
  return { id, workspaceId: workspace_id, flowId: flow_id, document, input, now };
}

/** How a run ended. */
export type TestRunEnd = { readonly result: TestRunResult } | { readonly message: string };

/** Writes down how a run ended and tells whoever waits for it. */
export async function endTestRun(
  db: Queryable,
  { id, flowId }: Pick<TakenTestRun, "id" | "flowId">,
  end: TestRunEnd,
): Promise<void> {
  const [result, message] = "result" in end ? [JSON.stringify(end.result), null] : [null, end.message];
  await db.query({
    text: `WITH ended AS (
             UPDATE test_run SET state = CASE WHEN $2::json IS NULL THEN 'failed' ELSE 'done' END,
               result = $2::json, message = $3, finished_at = clock_timestamp()
             WHERE id = $1 AND state = 'running' RETURNING 1)
           SELECT pg_notify($4, $5) FROM ended`,
    values: [id, result, message, HINT_CHANNEL, writeHints([{ kind: "tried", id: flowId }])],
  });
}

/** Ends runs whose process is gone, and deletes those that nobody looks at any more. */
export async function tidyTestRuns(db: Queryable): Promise<void> {
  await db.query({
    text: `UPDATE test_run SET state = 'failed', finished_at = clock_timestamp(),
             message = 'What ran it has ended before it was done. Run it again.'
           WHERE state = 'running' AND taken_at < clock_timestamp() - interval '${LOST_AFTER}'`,
  });
  await db.query({ text: "DELETE FROM test_run WHERE created_at < clock_timestamp() - interval '1 hour'" });
}
