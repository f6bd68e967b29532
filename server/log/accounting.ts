import * as z from "zod";
import type { Queryable } from "./queryable";

const rows = z.array(
  z
    .object({ lane_id: z.coerce.number(), problem: z.string() })
    .transform(({ lane_id, problem }) => ({ laneId: lane_id, problem })),
);

/**
 * Lanes whose counters and rows do not agree, with a sentence each. Always empty: everything that was handed out
 * has ended, waits, or is in an open batch. Reads all deliveries: for tests and for the on-call person.
 */
export async function findUnbalanced(db: Queryable): Promise<{ laneId: number; problem: string }[]> {
  const result = await db.query("SELECT lane_id, problem FROM millrace_unbalanced()");
  return rows.parse(result.rows);
}
