import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { announceEdited } from "../flows/announce";

/** Who has not said for so long that they are there is not shown any more: their server ended without a word. */
const GONE_AFTER_MS = 30_000;
const SAY_AGAIN_MS = 4_000;

/** Names a browser tab; made there by chance. */
export const sessionSchema = z.string().min(16).max(64);

/** Somebody who has the flow open. */
export interface Visitor {
  /** Names the browser tab. */
  readonly session: string;
  readonly name: string;
  /** It is the asking person, in this or another tab. */
  readonly isMe: boolean;
  /** `kind:id` of what they have selected. */
  readonly selected: string | null;
}

const visitorsSchema: z.ZodType<Visitor[]> = z.array(
  z.object({ session: z.string(), name: z.string(), isMe: z.boolean(), selected: z.string().nullable() }),
);

const enterSql = `
  WITH gone AS (DELETE FROM flow_visitor WHERE seen_at < clock_timestamp() - $6 * interval '1 ms' AND session <> $1)
  INSERT INTO flow_visitor (session, visit, flow_id, user_id, name) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (session) DO UPDATE
    SET visit = $2, flow_id = $3, name = $5, seen_at = clock_timestamp()
    WHERE flow_visitor.user_id = $4`;

/** An older stream of the same tab takes nothing from a newer one. */
const staySql = `${enterSql} AND flow_visitor.visit = $2`;

/** An open tab, as long as its stream runs; it says again and again that it is there. */
export interface Visit {
  leave(): Promise<void>;
}

/** Shows others that somebody has a flow open. */
export async function beginVisit(deps: Deps, actor: Actor, flowId: string, session: string): Promise<Visit> {
  const { pool, db } = deps;
  const visit = randomUUID();
  const say = async (sql: string) => {
    await pool.query(sql, [session, visit, flowId, actor.id, actor.name, 4 * GONE_AFTER_MS]);
  };
  await say(enterSql);
  await announceEdited(db, flowId);
  let saying: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    saying = say(staySql).catch((error: unknown) =>
      deps.log.warn({ err: error }, "cannot say who has a flow open"),
    );
  }, SAY_AGAIN_MS).unref();
  return {
    async leave() {
      clearInterval(timer);
      // What is said last must not bring it back.
      await saying;
      await pool.query("DELETE FROM flow_visitor WHERE session = $1 AND visit = $2", [session, visit]);
      await announceEdited(db, flowId);
    },
  };
}

/** Everybody who has a flow open, by name. */
export async function visitorsOf(deps: Deps, actor: Actor, flowId: string): Promise<Visitor[]> {
  const { rows } = await deps.pool.query(
    `SELECT session, name, user_id = $2 AS "isMe", selected FROM flow_visitor
     WHERE flow_id = $1 AND seen_at > clock_timestamp() - $3 * interval '1 ms'
     ORDER BY name, session LIMIT 50`,
    [flowId, actor.id, GONE_AFTER_MS],
  );
  return visitorsSchema.parse(rows);
}
