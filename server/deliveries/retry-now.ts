import * as z from "zod";
import { createAnnouncer } from "../log/notify";
import { useCase } from "../use-case";

/**
 * Lets deliveries that wait for their next try go at once; it counts as the try they waited for.
 * @returns how many there were; those already at work are left alone
 */
export const retryNow = useCase(
  "delivery.repair",
  z.object({ deliveryIds: z.array(z.uuid()).min(1).max(1_000) }),
  async (deps, actor, input) => {
    const changed = await deps.pool.query(
      `UPDATE delivery d SET due_at = clock_timestamp()
       WHERE d.id = ANY($2) AND d.status = 'retrying' AND d.batch_id IS NULL
         AND d.subscription_id IN (SELECT s.id FROM subscription s WHERE s.workspace_id = $1)
       RETURNING d.topic_id`,
      [actor.workspaceId, input.deliveryIds],
    );
    const rows = z.array(z.object({ topic_id: z.string() })).parse(changed.rows);
    const announcer = createAnnouncer(deps.pool, deps.log);
    for (const topicId of new Set(rows.map((row) => row.topic_id))) announcer.announce("changed", topicId);
    await announcer.idle();
    return { count: rows.length };
  },
);
