import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { createAnnouncer } from "../log/notify";
import { releaseWaiting } from "../log/parking";
import { useCase } from "../use-case";
import {
  chosenDeliveriesSchema,
  chosenDeliveriesSql,
  chosenDeliveriesValues,
  wholeGroup,
} from "./chosen-deliveries";

const inputSchema = z.object({
  chosen: chosenDeliveriesSchema,
  /** How many are meant; when there are more by now, nothing is discarded. Absent: all. */
  atMost: z.number().int().min(1).optional(),
  /** Why; kept with every delivery and in the audit. */
  reason: z.string().trim().min(1, "Say why.").max(500),
});

const goneSchema = z.array(
  z.object({ subscription_id: z.string(), topic_id: z.string(), count: z.coerce.number() }),
);

const discardSql = `WITH chosen AS (
       SELECT d.id FROM delivery d WHERE d.status = 'dead' AND ${chosenDeliveriesSql} ORDER BY d.id FOR UPDATE
     ), gone AS (
       UPDATE delivery d
       SET status = 'discarded', reason = 'discarded', message = $8, due_at = NULL, checkpoint = NULL,
           finished_at = clock_timestamp()
       FROM chosen WHERE d.id = chosen.id
       RETURNING d.lane_id, d.subscription_id, d.topic_id
     ), counted AS (
       SELECT lane_id, count(*) AS n FROM gone GROUP BY lane_id
     ), locked AS (
       SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE
     ), lanes AS (
       UPDATE lane l SET dead = l.dead - c.n, discarded = l.discarded + c.n
       FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
     )
     SELECT subscription_id, topic_id, count(*) AS count FROM gone GROUP BY 1, 2`;

/**
 * Gives dead letters up for good: they stay in the history and cannot be redriven. What waited behind one of them, because
 * its key was parked or its consumer had stopped, goes on.
 * @returns how many were discarded
 * @throws AppError `conflict` when there are more than `atMost`
 */
export const discard = useCase("delivery.repair", inputSchema, async (deps, actor, input) => {
  const gone = await deps.db.$transaction(async (tx) => {
    const changed = await tx.$queryRawUnsafe(
      discardSql,
      actor.workspaceId,
      ...chosenDeliveriesValues(input.chosen),
      `Discarded by ${actor.name}: ${input.reason}`,
    );
    const rows = goneSchema.parse(changed);
    const discarded = rows.reduce((sum, row) => sum + row.count, 0);
    if (input.atMost !== undefined && discarded > input.atMost) {
      const now = discarded.toLocaleString("en-GB");
      throw new AppError(
        "conflict",
        `There are ${now} dead letters by now. Look at them, then discard again.`,
      );
    }
    if (discarded > 0) {
      await recordAudit(tx, actor, "delivery.discarded", `${discarded} dead letters`, {
        reason: input.reason,
      });
    }
    return { rows, count: discarded };
  }, wholeGroup);
  const announcer = createAnnouncer(deps.pool, deps.log);
  for (const { subscription_id: id, topic_id: topicId } of gone.rows) {
    await releaseWaiting(deps.pool, id);
    announcer.announce("changed", topicId);
  }
  await announcer.idle();
  return { count: gone.count };
});
