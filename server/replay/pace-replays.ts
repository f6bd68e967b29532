import * as z from "zod";
import type { Queryable } from "../log/queryable";

const rows = z.tuple([z.object({ ms: z.number().nullable() })]);

/**
 * Lets the next dispatch hand out what is due by now of replays with a schedule.
 * @returns milliseconds until more is due; undefined when nothing waits for its time
 */
export async function paceReplays(db: Queryable): Promise<number | undefined> {
  const result = await db.query({
    name: "millrace-pace-replays",
    text: "SELECT millrace_pace_replays() AS ms",
  });
  return rows.parse(result.rows)[0].ms ?? undefined;
}
