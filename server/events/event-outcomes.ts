import * as z from "zod";
import { deliveryStatuses } from "@/flow/delivery/delivery-status";
import { useCase } from "../use-case";
import { consumerNameSql } from "./consumer-name";
import type { DeliveryChip } from "./event-row";

const inputSchema = z.object({
  events: z
    .array(z.object({ topicId: z.uuid(), offset: z.number().int().min(1) }))
    .min(1)
    .max(200),
});

const storedChip = z.object({
  topic_id: z.string(),
  offset: z.coerce.number(),
  subscription_id: z.string(),
  consumer_id: z.string(),
  consumer_name: z.string(),
  flow_slug: z.string(),
  flow_name: z.string(),
  run: z.number(),
  is_dry_run: z.boolean(),
  delivery_id: z.string().nullable(),
  status: z.enum(deliveryStatuses).nullable(),
  is_handed_out: z.boolean(),
  message: z.string().nullable(),
  attempts: z.number().nullable(),
  due_at: z.date().nullable(),
  duration_micros: z.coerce.number().nullable(),
  finished_at: z.date().nullable(),
});

/**
 * What became of events at every consumer: recorded deliveries, and for live subscriptions without one
 * `running` when the event was handed out, else `pending`. Events from before a subscription began have
 * no chip for it.
 */
export const eventOutcomes = useCase("delivery.read", inputSchema, async (deps, actor, input) => {
  const found = await deps.pool.query(
    `SELECT asked.topic_id, asked."offset", s.id AS subscription_id, s.consumer_id,
            ${consumerNameSql} AS consumer_name, f.slug AS flow_slug, f.name AS flow_name,
            coalesce(d.run, 0) AS run, coalesce((r.options ->> 'isDryRun')::boolean, false) AS is_dry_run, d.id AS delivery_id, d.status,
            coalesce(lane.is_handed_out, false) AS is_handed_out,
            d.message, d.attempts, d.due_at, d.duration_micros, d.finished_at
     FROM unnest($2::uuid[], $3::bigint[]) AS asked(topic_id, "offset")
     JOIN subscription s ON s.topic_id = asked.topic_id AND s.workspace_id = $1
     JOIN flow f ON f.id = s.flow_id
     LEFT JOIN delivery d ON d.topic_id = asked.topic_id AND d."offset" = asked."offset" AND d.subscription_id = s.id
     LEFT JOIN replay r ON r.run = d.run AND d.run > 0
     LEFT JOIN LATERAL (
       SELECT bool_or(l.cursor >= asked."offset") AS is_handed_out
       FROM lane l WHERE l.subscription_id = s.id AND l.run = 0
     ) lane ON d.id IS NULL
     WHERE d.id IS NOT NULL OR (s.state <> 'removed' AND asked."offset" > s.start_offset)
     ORDER BY s.created_at, s.consumer_id, d.run`,
    [
      actor.workspaceId,
      input.events.map((event) => event.topicId),
      input.events.map((event) => event.offset),
    ],
  );
  return found.rows.map((raw): DeliveryChip => {
    const row = storedChip.parse(raw);
    return {
      topicId: row.topic_id,
      offset: row.offset,
      subscriptionId: row.subscription_id,
      consumerId: row.consumer_id,
      consumerName: row.consumer_name,
      flowSlug: row.flow_slug,
      flowName: row.flow_name,
      run: row.run,
      isDryRun: row.is_dry_run,
      deliveryId: row.delivery_id,
      status: row.status ?? (row.is_handed_out ? "running" : "pending"),
      message: row.message,
      attempts: row.attempts ?? 0,
      dueAt: row.due_at,
      durationMs: row.duration_micros === null ? null : row.duration_micros / 1000,
      finishedAt: row.finished_at,
    };
  });
});
