import * as z from "zod";
import { recordAudit } from "../audit/record";
import { createAnnouncer } from "../log/notify";
import { useCase } from "../use-case";

/** With order kept, a delivery waits in its batch, and the batch is what has to go. Batches are locked first, by id. */
const retrySql = `
  WITH ours AS (
    SELECT d.id, d.batch_id FROM delivery d JOIN subscription s ON s.id = d.subscription_id
    WHERE d.id = ANY($2::uuid[]) AND s.workspace_id = $1 AND d.status = 'retrying'
  ), locked AS (
    SELECT b.id FROM batch b JOIN ours o ON o.batch_id = b.id WHERE b.blocked_until IS NOT NULL
    ORDER BY b.id FOR UPDATE OF b
  ), woken AS (
    UPDATE batch b SET blocked_until = clock_timestamp() FROM locked WHERE b.id = locked.id AND b.blocked_until IS NOT NULL
    RETURNING b.id
  )
  UPDATE delivery d SET due_at = clock_timestamp()
  FROM ours LEFT JOIN woken ON woken.id = ours.batch_id
  WHERE d.id = ours.id AND d.status = 'retrying' AND (d.batch_id IS NULL OR d.batch_id = woken.id)
  RETURNING d.topic_id`;

/**
 * Lets deliveries that wait for their next try go at once; it counts as the try they waited for.
 * @returns how many there were; those already at work are left alone
 */
export const retryNow = useCase(
  "delivery.repair",
  z.object({ deliveryIds: z.array(z.uuid()).min(1).max(1_000) }),
  async (deps, actor, input) => {
    const rows = await deps.db.$transaction(async (tx) => {
      const changed = await tx.$queryRawUnsafe(retrySql, actor.workspaceId, input.deliveryIds);
      const woken = z.array(z.object({ topic_id: z.string() })).parse(changed);
      if (woken.length > 0) await recordAudit(tx, actor, "delivery.hurried", `${woken.length} deliveries`);
      return woken;
    });
    const announcer = createAnnouncer(deps.pool, deps.log);
    for (const topicId of new Set(rows.map((row) => row.topic_id))) announcer.announce("changed", topicId);
    await announcer.idle();
    return { count: rows.length };
  },
);
