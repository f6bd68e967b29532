import * as z from "zod";
import { deliveryStatuses } from "@/flow/delivery/delivery-status";
import { flowDocumentSchema, stepsOf } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "../deps";
import { consumerNameSql } from "../events/consumer-name";
import type { WaitFor, WhyConsumer, WhyFact } from "./why-fact";

const rowSchema = z.object({
  topic_id: z.string(),
  offset: z.coerce.number(),
  received_at: z.date(),
  subscription_id: z.string(),
  consumer_id: z.string(),
  consumer_name: z.string(),
  flow_slug: z.string(),
  flow_name: z.string(),
  flow_state: z.string(),
  state: z.string(),
  created_at: z.date(),
  removed_at: z.date().nullable(),
  start_offset: z.coerce.number(),
  topic_pause: z.string().nullable(),
  topic_paused_by: z.string().nullable(),
  topic_paused_at: z.date().nullable(),
  delivery_id: z.string().nullable(),
  revision_id: z.string().nullable(),
  run: z.number().nullable(),
  status: z.enum(deliveryStatuses).nullable(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  step_id: z.string().nullable(),
  attempts: z.number().nullable(),
  attempts_before: z.number().nullable(),
  due_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  duration_micros: z.coerce.number().nullable(),
  cursor: z.coerce.number().nullable(),
  batch_taken_at: z.date().nullable(),
  batch_id: z.string().nullable(),
  blocking_offset: z.coerce.number().nullable(),
  blocked_until: z.date().nullable(),
  breaker_destination: z.string().nullable(),
  breaker_reason: z.string().nullable(),
  next_try_at: z.date().nullable(),
  stopped_at: z.date().nullable(),
  stopped_offset: z.coerce.number().nullable(),
  rate_until: z.date().nullable(),
  has_worker: z.boolean(),
});
type Row = z.output<typeof rowSchema>;

/**
 * Every subscription of the events' topics, removed ones too, with what it recorded and what stands in its way. The lane is
 * the one that the event belongs to by the engine's own rule.
 */
const factsSql = `
  SELECT asked.topic_id, asked."offset", e.received_at, s.id AS subscription_id, s.consumer_id,
         ${consumerNameSql} AS consumer_name, f.slug AS flow_slug, f.name AS flow_name, f.state::text AS flow_state,
         s.state, s.created_at, s.removed_at, s.start_offset,
         t.pause AS topic_pause, t.paused_by AS topic_paused_by, t.paused_at AS topic_paused_at,
         d.id AS delivery_id, d.revision_id, d.run, d.status, d.reason, d.message, d.step_id, d.attempts, d.attempts_before,
         d.due_at, d.finished_at, d.duration_micros,
         l.cursor, b.id AS batch_id, b.taken_at AS batch_taken_at, w.blocking_offset, w.blocked_until,
         k.destination AS breaker_destination, k.reason AS breaker_reason, k.next_try_at,
         p.at AS stopped_at, p."offset" AS stopped_offset, r.wait_until AS rate_until,
         EXISTS (SELECT FROM worker_process o WHERE o.seen_at > clock_timestamp() - interval '15 seconds') AS has_worker
  FROM unnest($2::uuid[], $3::bigint[]) AS asked(topic_id, "offset")
  JOIN event e ON e.topic_id = asked.topic_id AND e."offset" = asked."offset"
  JOIN topic t ON t.id = asked.topic_id AND t.workspace_id = $1
  JOIN subscription s ON s.topic_id = asked.topic_id
  JOIN flow f ON f.id = s.flow_id
  LEFT JOIN delivery d ON d.topic_id = asked.topic_id AND d."offset" = asked."offset" AND d.subscription_id = s.id
  LEFT JOIN LATERAL (
    SELECT l.id, l.cursor FROM lane l
    WHERE l.subscription_id = s.id AND l.run = 0
      AND millrace_lane_of(millrace_event_key(e, s.order_key), e."offset", l.lanes) = l.number
    ORDER BY l.end_at IS NOT NULL AND l.end_at < e."offset", l.id DESC LIMIT 1
  ) l ON d.id IS NULL
  LEFT JOIN LATERAL (
    SELECT b.id::text AS id, b.taken_at FROM batch b
    WHERE b.lane_id = l.id AND b.run = 0
      AND (e."offset" BETWEEN b.from_offset AND b.to_offset OR e."offset" = ANY(b.offsets)) LIMIT 1
  ) b ON d.id IS NULL
  LEFT JOIN LATERAL (
    SELECT coalesce(b.from_offset, b.offsets[1]) AS blocking_offset, b.blocked_until FROM batch b
    WHERE b.lane_id = l.id AND b.blocked_until IS NOT NULL AND NOT b.is_held AND s.order_mode <> 'none' LIMIT 1
  ) w ON d.id IS NULL
  LEFT JOIN breaker k ON k.subscription_id = s.id
  LEFT JOIN LATERAL (
    SELECT p.at, q."offset" FROM consumer_stop p LEFT JOIN delivery q ON q.id = p.delivery_id
    WHERE p.subscription_id = s.id ORDER BY p.at LIMIT 1
  ) p ON true
  LEFT JOIN consumer_rate r ON r.flow_id = s.flow_id AND r.consumer_id = s.consumer_id
    AND r.wait_until > clock_timestamp()
  ORDER BY s.created_at, s.consumer_id, d.run`;

interface Named {
  readonly maxAttempts: number;
  readonly steps: ReadonlyMap<string, string>;
}

/** Names and policy of a consumer in the revisions that deliveries ran with, by `revision consumer`. */
async function readRevisions(deps: Deps, rows: readonly Row[]): Promise<ReadonlyMap<string, Named>> {
  const ids = [...new Set(rows.flatMap((row) => row.revision_id ?? []))];
  const revisions = await deps.db.revision.findMany({
    where: { id: { in: ids } },
    select: { id: true, document: true },
  });
  const named = new Map<string, Named>();
  for (const { id, document } of revisions) {
    for (const consumer of flowDocumentSchema.safeParse(document).data?.consumers ?? []) {
      const steps = [...stepsOf(consumer.steps)].map(
        (step) => [step.id, step.name ?? definitions.step(step.type)?.title ?? step.type] as const,
      );
      named.set(`${id} ${consumer.id}`, {
        maxAttempts: consumer.failure.attempts,
        steps: new Map(steps),
      });
    }
  }
  return named;
}

function waitOf(row: Row): WaitFor {
  if (row.topic_pause !== null)
    return { kind: "topic-paused", by: row.topic_paused_by, at: row.topic_paused_at };
  if (row.flow_state === "paused") return { kind: "flow-paused" };
  if (row.state === "paused") return { kind: "consumer-paused" };
  if (row.state === "draining") return { kind: "draining" };
  if (row.stopped_at !== null) return { kind: "stopped", offset: row.stopped_offset, at: row.stopped_at };
  if (row.next_try_at !== null) {
    return {
      kind: "breaker",
      destination: row.breaker_destination ?? row.consumer_name,
      reason: row.breaker_reason ?? "",
      until: row.next_try_at,
    };
  }
  if (row.blocked_until !== null && row.blocking_offset !== null && row.blocking_offset !== row.offset) {
    return { kind: "earlier", offset: row.blocking_offset, until: row.blocked_until };
  }
  if (!row.has_worker) return { kind: "no-worker" };
  if (row.rate_until !== null) return { kind: "rate", until: row.rate_until };
  return { kind: "queue", before: Math.max(0, row.offset - (row.cursor ?? 0) - 1) };
}

function factOf(row: Row, named: Named | undefined): WhyFact {
  if (row.delivery_id !== null && row.status !== null) {
    return {
      kind: "delivery",
      deliveryId: row.delivery_id,
      run: row.run ?? 0,
      status: row.status,
      reason: row.reason,
      message: row.message,
      step: row.step_id === null ? null : (named?.steps.get(row.step_id) ?? null),
      attempts: (row.attempts ?? 0) - (row.attempts_before ?? 0),
      maxAttempts: named?.maxAttempts ?? null,
      dueAt: row.due_at,
      finishedAt: row.finished_at,
      durationMs: (row.duration_micros ?? 0) / 1000,
    };
  }
  if (row.batch_id !== null) {
    return row.batch_taken_at === null && row.next_try_at !== null
      ? { kind: "waiting", for: waitOf(row) }
      : { kind: "running", since: row.batch_taken_at };
  }
  if (row.removed_at !== null && row.state === "removed") return { kind: "removed", at: row.removed_at };
  if (row.offset <= row.start_offset) return { kind: "began-later", at: row.created_at };
  if ((row.cursor ?? 0) >= row.offset) return { kind: "moved-past" };
  return { kind: "waiting", for: waitOf(row) };
}

/** What every consumer of the events' topics did with them, or why it did not, by `topicId:offset`. */
export async function consumerFacts(
  deps: Deps,
  workspaceId: string,
  events: readonly { readonly topicId: string; readonly offset: number }[],
): Promise<ReadonlyMap<string, readonly WhyConsumer[]>> {
  const found = await deps.pool.query(factsSql, [
    workspaceId,
    events.map(({ topicId }) => topicId),
    events.map(({ offset }) => offset),
  ]);
  const rows = z.array(rowSchema).parse(found.rows);
  const revisions = await readRevisions(deps, rows);
  const facts = new Map<string, WhyConsumer[]>();
  for (const row of rows) {
    const at = `${row.topic_id}:${row.offset}`;
    const consumer: WhyConsumer = {
      subscriptionId: row.subscription_id,
      consumerId: row.consumer_id,
      consumerName: row.consumer_name,
      flowSlug: row.flow_slug,
      flowName: row.flow_name,
      fact: factOf(row, revisions.get(`${row.revision_id} ${row.consumer_id}`)),
    };
    facts.set(at, [...(facts.get(at) ?? []), consumer]);
  }
  return facts;
}
