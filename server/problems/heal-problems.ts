import type { Pool } from "pg";
import { letterOfProblemSql } from "./problem-states";

/** A problem without a failure for that long, of which nothing is open, has healed by itself. */
const QUIET = "5 minutes";

/** Problems that are looked at by one statement, those that failed longest ago first. */
const LOOKED_AT = 500;

/** How long the figures behind the line are kept, and redrives and problems that are over. */
const KEPT = "32 days";

/** What a pass of tidying deletes at most of each kind. */
const TIDIED = 1_000;

/** What has healed: by itself, or because all that was redriven has worked. */
const healSql = `
  UPDATE problem SET state = 'resolved', state_at = clock_timestamp(), state_by = NULL
  WHERE id IN (
    SELECT p.id FROM problem p
    WHERE p.state IN ('open', 'acknowledged')
      AND (p.last_at < clock_timestamp() - interval '${QUIET}'
           OR EXISTS (SELECT FROM redrive r WHERE r.problem_id = p.id AND r.state = 'done' AND r.finished_at >= p.last_at))
      AND NOT EXISTS (SELECT FROM redrive r WHERE r.problem_id = p.id AND r.state = 'running')
      AND NOT EXISTS (SELECT FROM delivery d
                      WHERE d.subscription_id = p.subscription_id AND d.run = 0 AND d.status = 'retrying')
      AND NOT EXISTS (SELECT FROM delivery d WHERE ${letterOfProblemSql})
    ORDER BY p.last_at LIMIT ${LOOKED_AT})`;

/** Resolves problems that have healed; each statement is one transaction, and bounded. */
export async function healProblems(pool: Pool): Promise<void> {
  await pool.query(healSql);
}

/** Deletes what is over for a month: figures, redrives with their items, and resolved problems without dead letters. */
export async function tidyProblems(pool: Pool): Promise<void> {
  await pool.query(`DELETE FROM problem_slot WHERE at < clock_timestamp() - interval '${KEPT}'`);
  await pool.query(
    `DELETE FROM redrive WHERE id IN (
       SELECT id FROM redrive WHERE finished_at < clock_timestamp() - interval '${KEPT}' LIMIT ${TIDIED / 100})`,
  );
  await pool.query(
    `DELETE FROM problem WHERE id IN (
       SELECT p.id FROM problem p
       WHERE p.state = 'resolved' AND p.last_at < clock_timestamp() - interval '${KEPT}'
         AND p.state_at < clock_timestamp() - interval '${KEPT}'
         AND NOT EXISTS (SELECT FROM delivery d WHERE ${letterOfProblemSql})
       LIMIT ${TIDIED})`,
  );
}
