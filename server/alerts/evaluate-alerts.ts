import type { Pool } from "pg";
import * as z from "zod";
import { alertKinds } from "./alert-schemas";
import { noticeMessage } from "./notice-message";

/** How often a rule is looked at, by the database's clock. */
const EVERY = "15 seconds";

/** Fewer attempts say nothing about a share. */
const MIN_ATTEMPTS = 10;

/** Any number: the lock of whoever looks at the rules. */
const LOCK = 7_039_001;

/** History of a rule that is kept. */
const KEPT = "90 days";

/** What each rule measures now; null where there is nothing to measure. Live work only: replays have reports of their own. */
const measureSql = `
  SELECT r.id, r.name, r.kind, r.threshold, r.window_minutes, r.is_open, coalesce(f.name, t.name) AS of, CASE r.kind
    WHEN 'dead-letters' THEN (
      SELECT coalesce(sum(l.dead), 0)::float8 FROM subscription s JOIN lane l ON l.subscription_id = s.id AND l.run = 0
      WHERE s.workspace_id = r.workspace_id AND (r.flow_id IS NULL OR s.flow_id = r.flow_id))
    WHEN 'failure-rate' THEN (
      SELECT CASE WHEN sum(m.dead + m.retried + m.succeeded + m.filtered) >= ${MIN_ATTEMPTS}
                  THEN 100.0 * sum(m.dead + m.retried) / sum(m.dead + m.retried + m.succeeded + m.filtered) END::float8
      FROM subscription s JOIN delivery_minute m ON m.subscription_id = s.id AND m.run = 0
      WHERE s.workspace_id = r.workspace_id AND (r.flow_id IS NULL OR s.flow_id = r.flow_id)
        AND m.minute > clock_timestamp() - (r.window_minutes + 1) * interval '1 minute')
    WHEN 'lag-age' THEN (
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - o.received_at)) / 60, 0)::float8
      FROM subscription s
      JOIN topic_head h ON h.topic_id = s.topic_id
      JOIN lane l ON l.subscription_id = s.id AND l.run = 0 AND l.end_at IS NULL AND l.cursor < h.head
      CROSS JOIN LATERAL (
        SELECT e.received_at FROM event e WHERE e.topic_id = s.topic_id AND e."offset" > l.cursor
        ORDER BY e."offset" LIMIT 1) o
      WHERE s.workspace_id = r.workspace_id AND s.state <> 'removed' AND (r.flow_id IS NULL OR s.flow_id = r.flow_id))
    WHEN 'silence' THEN (
      SELECT extract(epoch FROM clock_timestamp() - coalesce(
        (SELECT e.received_at FROM event e WHERE e.topic_id = r.topic_id ORDER BY e."offset" DESC LIMIT 1), r.created_at)) / 60)::float8
    END AS value
  FROM alert_rule r LEFT JOIN flow f ON f.id = r.flow_id LEFT JOIN topic t ON t.id = r.topic_id
  WHERE r.is_on AND (r.checked_at IS NULL OR r.checked_at <= clock_timestamp() - interval '${EVERY}')
  ORDER BY r.id FOR UPDATE OF r`;

const rowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(alertKinds),
    threshold: z.number(),
    window_minutes: z.number(),
    is_open: z.boolean(),
    of: z.string().nullable(),
    value: z.number().nullable(),
  })
  .transform(({ window_minutes: windowMinutes, is_open: isOpen, ...row }) => ({
    ...row,
    windowMinutes,
    isOpen,
  }));

const lockRow = z.tuple([z.object({ locked: z.boolean() })]);

/**
 * Looks at every rule whose time has come, and writes one notice for each that opened or closed, in one transaction. With
 * several processes one of them does it. Returns how many notices it wrote.
 */
export async function evaluateAlerts(pool: Pool): Promise<number> {
  const client = await pool.connect();
  let failure: unknown;
  let notices = 0;
  try {
    await client.query("BEGIN");
    const locked = await client.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS locked`);
    if (lockRow.parse(locked.rows)[0].locked) {
      const rules = z.array(rowSchema).parse((await client.query(measureSql)).rows);
      for (const rule of rules) {
        // What cannot be measured stays as it was.
        const isOpen = rule.value === null ? rule.isOpen : rule.value >= rule.threshold;
        const hasChanged = isOpen !== rule.isOpen;
        await client.query(
          `UPDATE alert_rule SET checked_at = clock_timestamp(), value = $2, is_open = $3,
             changed_at = CASE WHEN $4 THEN clock_timestamp() ELSE changed_at END WHERE id = $1`,
          [rule.id, rule.value, isOpen, hasChanged],
        );
        if (!hasChanged) continue;
        const kind = isOpen ? "opened" : "closed";
        notices += 1;
        await client.query(
          "INSERT INTO alert_notice (rule_id, kind, value, message) VALUES ($1, $2, $3, $4)",
          [rule.id, kind, rule.value, noticeMessage(rule, kind, rule.value)],
        );
      }
      await client.query(
        `DELETE FROM alert_notice WHERE due_at IS NULL AND at < clock_timestamp() - interval '${KEPT}'`,
      );
    }
    await client.query("COMMIT");
    return notices;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure instanceof Error ? failure : undefined);
  }
}
