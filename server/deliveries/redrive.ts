import * as z from "zod";
import { recordAudit } from "../audit/record";
import { createAnnouncer } from "../log/notify";
import { useCase } from "../use-case";
import {
  chosenDeliveriesSchema,
  chosenDeliveriesSql,
  chosenDeliveriesValues,
  wholeGroup,
} from "./chosen-deliveries";

const changedSchema = z.array(z.object({ topic_id: z.string() }));

/** Locks in the engine's order: deliveries first, then lanes, each by id. */
const sqlFor = (chosen: string) => `WITH chosen AS (
    SELECT d.id FROM delivery d WHERE d.status = 'dead' AND ${chosen} ORDER BY d.id FOR UPDATE
  ), put_back AS (
    UPDATE delivery d
    SET status = 'retrying', due_at = clock_timestamp(), finished_at = NULL, attempts_before = d.attempts,
     revision_id = s.revision_id, reason = 'redriven', message = 'Put back to work.'
    FROM chosen, subscription s
    WHERE d.id = chosen.id AND s.id = d.subscription_id AND s.state <> 'removed'
    RETURNING d.topic_id, d.lane_id
  ), counted AS (
    SELECT lane_id, count(*) AS n FROM put_back GROUP BY lane_id
  ), locked AS (
    SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE
  ), lanes AS (
    UPDATE lane l SET dead = l.dead - c.n, retrying = l.retrying + c.n
    FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
  )
  SELECT topic_id FROM put_back`;

const redriveSql = sqlFor(chosenDeliveriesSql);

/** Puts dead letters of a workspace ($1) back to work by their ids ($2); rows: the `topic_id` of each. */
export const redriveByIdSql = sqlFor(
  "d.id = ANY($2::uuid[]) AND d.run = 0 AND d.subscription_id IN (SELECT s.id FROM subscription s WHERE s.workspace_id = $1)",
);

/**
 * Puts dead letters back to work, with the flow's current revision and a full set of new attempts; their
 * history stays. Deliveries in another state are left alone.
 * @returns how many were put back
 */
export const redrive = useCase("delivery.repair", chosenDeliveriesSchema, async (deps, actor, input) => {
  const rows = await deps.db.$transaction(async (tx) => {
    const changed = await tx.$queryRawUnsafe(redriveSql, actor.workspaceId, ...chosenDeliveriesValues(input));
    const putBack = changedSchema.parse(changed);
    if (putBack.length > 0)
      await recordAudit(tx, actor, "delivery.redriven", `${putBack.length} dead letters`);
    return putBack;
  }, wholeGroup);
  if (rows.length > 0) {
    const announcer = createAnnouncer(deps.pool, deps.log);
    for (const topicId of new Set(rows.map((row) => row.topic_id))) announcer.announce("changed", topicId);
    await announcer.idle();
  }
  return { count: rows.length };
});
