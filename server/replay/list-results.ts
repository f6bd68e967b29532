import * as z from "zod";
import type { PlanStep } from "@/flow/compile/plan";
import { parsePlan } from "@/flow/compile/plan-schema";
import { differenceKinds } from "@/flow/replay/compare-outcomes";
import type { OutcomeView } from "@/flow/replay/outcome-view";
import { AppError } from "../app-error";
import { consumerNameSql } from "../events/consumer-name";
import { useCase } from "../use-case";

const kind = z.enum(differenceKinds);
const countRows = z.array(z.object({ kind, count: z.coerce.number() }));

/** How many deliveries of a replay came to the same as the first time, and how many to something else. */
export const replayDifferences = useCase(
  "replay.read",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    const found = await deps.pool.query(
      `SELECT d.kind, count(*) AS count FROM replay r JOIN replay_result d ON d.run = r.run
       WHERE r.workspace_id = $1 AND r.id = $2 GROUP BY d.kind`,
      [actor.workspaceId, id],
    );
    const counts = new Map(countRows.parse(found.rows).map((row) => [row.kind, row.count]));
    return differenceKinds.map((one) => ({ kind: one, count: counts.get(one) ?? 0 }));
  },
);

const resultRow = z
  .object({
    delivery_id: z.string(),
    topic: z.string(),
    offset: z.coerce.number(),
    event_id: z.string().nullable(),
    key: z.string().nullable(),
    consumer_name: z.string(),
    flow_slug: z.string(),
    kind,
  })
  .transform((row) => ({
    deliveryId: row.delivery_id,
    topic: row.topic,
    offset: row.offset,
    /** Null when the event is not in the log any more. */
    eventId: row.event_id,
    key: row.key,
    consumerName: row.consumer_name,
    flowSlug: row.flow_slug,
    kind: row.kind,
  }));

const place = z.object({ topic: z.string(), offset: z.number().int(), deliveryId: z.uuid() });

/** Deliveries of a replay of one kind, or of all that differ, by topic and offset; page after page. */
export const replayResults = useCase(
  "replay.read",
  z.object({
    id: z.uuid(),
    /** Absent: every kind but `same`. */
    kind: kind.optional(),
    cursor: place.optional(),
    limit: z.number().int().min(1).max(200).default(100),
  }),
  async (deps, actor, input) => {
    const kinds = input.kind === undefined ? differenceKinds.filter((one) => one !== "same") : [input.kind];
    const { cursor: after } = input;
    const found = await deps.pool.query(
      `SELECT d.delivery_id, t.name AS topic, d."offset", e.id AS event_id, e.key, d.kind,
              ${consumerNameSql} AS consumer_name, f.slug AS flow_slug
       FROM replay r
       JOIN replay_result d ON d.run = r.run
       JOIN topic t ON t.id = d.topic_id
       JOIN subscription s ON s.id = d.subscription_id
       JOIN flow f ON f.id = s.flow_id
       LEFT JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
       WHERE r.workspace_id = $1 AND r.id = $2 AND d.kind = ANY($3)
         AND ($4::text IS NULL OR (t.name, d."offset", d.delivery_id) > ($4, $5::bigint, $6::uuid))
       ORDER BY t.name, d."offset", d.delivery_id
       LIMIT $7`,
      [
        actor.workspaceId,
        input.id,
        kinds,
        after?.topic ?? null,
        after?.offset ?? null,
        after?.deliveryId ?? null,
        input.limit,
      ],
    );
    return found.rows.map((row) => resultRow.parse(row));
  },
);

function* namesIn(steps: readonly PlanStep[]): Generator<readonly [string, string]> {
  for (const { id, name, branches } of steps) {
    yield [id, name];
    for (const branch of branches) yield* namesIn(branch.steps);
  }
}

/** Trusted: the workers wrote it. */
interface WholeRow {
  readonly plan: unknown;
  readonly kind: string;
  readonly step_ids: readonly string[];
  readonly before: OutcomeView | null;
  readonly after: OutcomeView | null;
}

/**
 * Both ends of one delivery of a replay. Null for those that came to the same: they are not kept twice.
 * @throws AppError `not-found`
 */
export const replayResult = useCase(
  "replay.read",
  z.object({ id: z.uuid(), deliveryId: z.uuid() }),
  async (deps, actor, { id, deliveryId }) => {
    const found = await deps.pool.query<WholeRow>(
      `SELECT d.kind, d.step_ids, d.before, d.after, coalesce(p.plan, to_json(v.plan)) AS plan
       FROM replay r
       JOIN replay_result d ON d.run = r.run
       JOIN subscription s ON s.id = d.subscription_id
       JOIN revision v ON v.id = s.revision_id
       LEFT JOIN replay_plan p ON p.run = d.run AND p.flow_id = s.flow_id
       WHERE r.workspace_id = $1 AND r.id = $2 AND d.delivery_id = $3`,
      [actor.workspaceId, id, deliveryId],
    );
    const row = found.rows[0];
    if (row === undefined) throw new AppError("not-found", "There is no such delivery in this replay.");
    const names = new Map(parsePlan(row.plan).consumers.flatMap(({ steps }) => [...namesIn(steps)]));
    return {
      kind: kind.parse(row.kind),
      /** Where they differ; a step that is gone has its id for a name. */
      steps: row.step_ids.map((stepId) => ({ id: stepId, name: names.get(stepId) ?? stepId })),
      before: row.before,
      after: row.after,
    };
  },
);
