import * as z from "zod";
import { consumerNameSql } from "../events/consumer-name";
import { waitingBehindSql } from "../problems/problem-states";
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
