import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";
import { useCase } from "../use-case";

/** Dead letters that share consumer, step and sentence: most often one cause. */
export interface DeadLetterGroup {
  readonly flowId: string;
  readonly flowName: string;
  readonly flowSlug: string;
  readonly subscriptionId: string;
  readonly consumerId: string;
  readonly consumerName: string;
  readonly topic: string;
  readonly stepId: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Later events that wait behind one of them, because its key is parked. */
  readonly waitingBehind: number;
  /** Its consumer has stopped at one of them. */
  readonly hasStopped: boolean;
}

const groupRow = z.object({
  flow_id: z.string(),
  flow_name: z.string(),
  flow_slug: z.string(),
  subscription_id: z.string(),
  consumer_id: z.string(),
  consumer_name: z.string(),
  topic: z.string(),
  step_id: z.string().nullable(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  count: z.coerce.number(),
  first_at: z.date(),
  last_at: z.date(),
  waiting_behind: z.coerce.number(),
  has_stopped: z.boolean(),
});

/** How many later events wait behind a dead letter `d`. */
const waitingBehindSql = `
  SELECT count(*) AS n FROM delivery h
  WHERE h.subscription_id = d.subscription_id AND h.parked_key = d.parked_key AND h.run = 0 AND h.status = 'held'`;

/** Groups of dead letters of the workspace, the most recent first. */
export const listDeadLetterGroups = useCase(
  "delivery.read",
  z.object({ limit: z.number().int().min(1).max(500).default(200) }),
  async (deps, actor, input): Promise<DeadLetterGroup[]> => {
    const found = await deps.pool.query(
      `SELECT f.id AS flow_id, f.name AS flow_name, f.slug AS flow_slug, s.id AS subscription_id, s.consumer_id,
              ${consumerNameSql} AS consumer_name, t.name AS topic, d.step_id, d.reason, d.message, count(*) AS count,
              min(d.finished_at) AS first_at, max(d.finished_at) AS last_at,
              coalesce(sum(w.n), 0) AS waiting_behind, count(p.delivery_id) > 0 AS has_stopped
       FROM subscription s
       JOIN flow f ON f.id = s.flow_id
       JOIN topic t ON t.id = s.topic_id
       JOIN delivery d ON d.subscription_id = s.id AND d.run = 0 AND d.status = 'dead'
       LEFT JOIN consumer_stop p ON p.subscription_id = s.id AND p.delivery_id = d.id
       LEFT JOIN LATERAL (${waitingBehindSql}) w ON true
       WHERE s.workspace_id = $1
       GROUP BY f.id, f.name, f.slug, s.id, s.consumer_id, t.name, d.step_id, d.reason, d.message
       ORDER BY max(d.finished_at) DESC
       LIMIT $2`,
      [actor.workspaceId, input.limit],
    );
    return found.rows.map((raw) => {
      const row = groupRow.parse(raw);
      return {
        flowId: row.flow_id,
        flowName: row.flow_name,
        flowSlug: row.flow_slug,
        subscriptionId: row.subscription_id,
        consumerId: row.consumer_id,
        consumerName: row.consumer_name,
        topic: row.topic,
        stepId: row.step_id,
        reason: row.reason,
        message: row.message,
        count: row.count,
        firstAt: row.first_at,
        lastAt: row.last_at,
        waitingBehind: row.waiting_behind,
        hasStopped: row.has_stopped,
      };
    });
  },
);

const letterRow = z.object({
  id: z.string(),
  topic: z.string(),
  offset: z.coerce.number(),
  event_id: z.string(),
  attempts: z.number(),
  finished_at: z.date(),
  parked_key: z.string().nullable(),
  waiting_behind: z.coerce.number(),
});

/** The dead letters of one group, oldest first. */
export const listDeadLetters = useCase(
  "delivery.read",
  z.object({
    subscriptionId: z.uuid(),
    stepId: z.string().nullable(),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  async (deps, actor, input) => {
    const found = await deps.pool.query(
      `SELECT d.id, t.name AS topic, d."offset", e.id AS event_id, d.attempts, d.finished_at, d.parked_key,
              w.n AS waiting_behind
       FROM delivery d
       JOIN subscription s ON s.id = d.subscription_id AND s.workspace_id = $1
       JOIN topic t ON t.id = d.topic_id
       JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
       LEFT JOIN LATERAL (${waitingBehindSql}) w ON true
       WHERE d.subscription_id = $2 AND d.run = 0 AND d.status = 'dead'
         AND d.step_id IS NOT DISTINCT FROM $3 AND d.reason IS NOT DISTINCT FROM $4
         AND d.message IS NOT DISTINCT FROM $5
       ORDER BY d."offset"
       LIMIT $6`,
      [actor.workspaceId, input.subscriptionId, input.stepId, input.reason, input.message, input.limit],
    );
    return found.rows.map((raw) => {
      const row = letterRow.parse(raw);
      return {
        deliveryId: row.id,
        topic: row.topic,
        offset: row.offset,
        eventId: row.event_id,
        attempts: row.attempts,
        finishedAt: row.finished_at,
        /** The key that waits for it, and how many later events of it do. */
        parkedKey: row.parked_key,
        waitingBehind: row.waiting_behind,
      };
    });
  },
);
