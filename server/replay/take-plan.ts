import * as z from "zod";
import type { Queryable } from "../log/queryable";
import { planningSchema, planSumsSchema, storedFilterSchema } from "./planning";
import { replayOptionsSchema } from "./replay-schemas";

/** A replay that is being planned, as far as that has come. */
const openRow = z.object({
  id: z.string(),
  run: z.number(),
  total: z.coerce.number(),
  selection: storedFilterSchema,
  options: replayOptionsSchema,
  planning: planningSchema,
  sums: planSumsSchema.nullable(),
});
export type OpenPlan = z.output<typeof openRow>;

/** Any constant of our own, beside the run: one process at a time looks at a part of it. */
export const PLAN_LOCK_CLASS = 0x4d53;

const candidateRows = z.array(z.object({ id: z.string(), run: z.number() }));

/**
 * Takes a plan that nobody is busy with. Its row is not locked: a cancel waits for nobody, and is seen before the part is
 * stored.
 */
export async function takePlan(db: Queryable, id: string | undefined): Promise<OpenPlan | undefined> {
  const open = "planning IS NOT NULL AND state = 'planning'";
  const found = await db.query(
    `SELECT id, run FROM replay WHERE ${open} AND ($1::uuid IS NULL OR id = $1) ORDER BY random()`,
    [id ?? null],
  );
  for (const one of candidateRows.parse(found.rows)) {
    const lock = await db.query<{ got: boolean }>("SELECT pg_try_advisory_xact_lock($1, $2) AS got", [
      PLAN_LOCK_CLASS,
      one.run,
    ]);
    if (lock.rows[0]?.got !== true) continue;
    // Somebody may have looked at a part since.
    const { rows } = await db.query(
      `SELECT id, run, total, selection, options, planning, sums FROM replay WHERE id = $1 AND ${open}`,
      [one.id],
    );
    if (rows[0] !== undefined) return openRow.parse(rows[0]);
  }
  return undefined;
}
