import * as z from "zod";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import {
  chosenDeliveriesSchema,
  chosenDeliveriesSql,
  chosenDeliveriesValues,
  wholeGroup,
} from "./chosen-deliveries";

const inputSchema = z.object({
  chosen: chosenDeliveriesSchema,
  /** Why; kept with every delivery and in the audit. */
  reason: z.string().trim().min(1, "Say why.").max(500),
});

const countSchema = z.tuple([z.object({ count: z.coerce.number() })]);

const discardSql = `WITH chosen AS (
       SELECT d.id FROM delivery d WHERE d.status = 'dead' AND ${chosenDeliveriesSql} ORDER BY d.id FOR UPDATE
     ), gone AS (
       UPDATE delivery d
       SET status = 'discarded', reason = 'discarded', message = $7, due_at = NULL, checkpoint = NULL,
           finished_at = clock_timestamp()
       FROM chosen WHERE d.id = chosen.id
       RETURNING d.lane_id
     ), counted AS (
       SELECT lane_id, count(*) AS n FROM gone GROUP BY lane_id
     ), locked AS (
       SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE
     ), lanes AS (
       UPDATE lane l SET dead = l.dead - c.n, discarded = l.discarded + c.n
       FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
     )
     SELECT count(*) AS count FROM gone`;

/**
 * Gives dead letters up for good: they stay in the history and cannot be redriven.
 * @returns how many were discarded
 */
export const discard = useCase("delivery.repair", inputSchema, async (deps, actor, input) => {
  const count = await deps.db.$transaction(async (tx) => {
    const changed = await tx.$queryRawUnsafe(
      discardSql,
      actor.workspaceId,
      ...chosenDeliveriesValues(input.chosen),
      `Discarded by ${actor.name}: ${input.reason}`,
    );
    const [{ count: discarded }] = countSchema.parse(changed);
    if (discarded > 0) {
      await recordAudit(tx, actor, "delivery.discarded", `${discarded} dead letters`, {
        reason: input.reason,
      });
    }
    return discarded;
  }, wholeGroup);
  return { count };
});
