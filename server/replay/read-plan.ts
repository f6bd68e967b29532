import * as z from "zod";
import type { PlanStep } from "@/flow/compile/plan";
import { parsePlan } from "@/flow/compile/plan-schema";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { type PlanSums, planSumsSchema } from "./planning";
import { replayOptionsSchema } from "./replay-schemas";

/** Of more, only what was added up while they were planned is told. */
const MAX_COUNTED = 100_000;

const counted = z
  .object({
    events: z.coerce.number(),
    bytes: z.coerce.number(),
    keys: z.coerce.number(),
    first_at: z.date().nullable(),
    last_at: z.date().nullable(),
  })
  .transform((row) => ({
    ...{ events: row.events, bytes: row.bytes, firstAt: row.first_at, lastAt: row.last_at },
    keys: row.keys,
  }));
/** Null keys: of too many events to count them. */
type Stored = Omit<z.output<typeof counted>, "keys"> & { readonly keys: number | null };

async function storedOf(deps: Deps, run: number, kept: PlanSums | null, total: number): Promise<Stored> {
  if (kept === null || total <= MAX_COUNTED) {
    const found = await deps.pool.query(
      `SELECT count(*) AS events, coalesce(sum(octet_length(e.data)), 0) AS bytes, count(DISTINCT e.key) AS keys,
              min(e.received_at) AS first_at, max(e.received_at) AS last_at
       FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset" WHERE i.run = $1`,
      [run],
    );
    return counted.parse(found.rows[0]);
  }
  // Only what retention has passed can be gone.
  const gone = await deps.pool.query(
    `SELECT count(*) AS gone FROM replay_item i JOIN topic t ON t.id = i.topic_id AND i."offset" <= t.trimmed_to
     WHERE i.run = $1 AND NOT EXISTS (SELECT FROM event e WHERE e.topic_id = i.topic_id AND e."offset" = i."offset")`,
    [run],
  );
  const times = kept.flatMap(({ firstAt, lastAt }) => [firstAt.getTime(), lastAt.getTime()]);
  return {
    events: total - z.object({ gone: z.coerce.number() }).parse(gone.rows[0]).gone,
    bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0),
    keys: null,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
  };
}

async function perTopicOf(deps: Deps, run: number, kept: PlanSums | null): Promise<Map<string, number>> {
  if (kept !== null) return new Map(kept.map(({ topicId, events }) => [topicId, events]));
  const topics = await deps.db.replayItem.groupBy({
    by: ["topicId"],
    where: { run },
    _count: { _all: true },
  });
  return new Map(topics.map(({ topicId, _count }) => [topicId, _count._all]));
}

/** Steps of a list, with those in branches, that a replay holds back unless it may act outside. */
function* outsideSteps(steps: readonly PlanStep[]): Generator<PlanStep> {
  for (const step of steps) {
    const definition = definitions.step(step.type);
    // An e-mail into the demo inbox is held back as well, and shown there again when it is not.
    if (definition?.isOutside ?? false) yield step;
    for (const branch of step.branches) yield* outsideSteps(branch.steps);
  }
}

/**
 * What a planned replay would meet: how many events of what size and time, and which steps that act outside. How many
 * events come to such a step is not known before: `atMost` counts all that its consumer gets.
 */
export const readReplayPlan = useCase(
  "replay.read",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) => {
    const replay = await deps.db.replay.findFirst({ where: { id, workspaceId: actor.workspaceId } });
    if (replay === null) throw new AppError("not-found", "This replay does not exist.");
    const { subscriptionIds } = replayOptionsSchema.parse(replay.options);
    const total = Number(replay.total);
    const kept = planSumsSchema.nullable().parse(replay.sums);
    const stored = await storedOf(deps, replay.run, kept, total);
    const perTopic = await perTopicOf(deps, replay.run, kept);
    const subscriptions = await deps.db.subscription.findMany({
      where: { workspaceId: actor.workspaceId, id: { in: subscriptionIds } },
      select: { consumerId: true, topicId: true, revisionId: true },
    });
    const revisions = await deps.db.revision.findMany({
      where: { id: { in: subscriptions.map(({ revisionId }) => revisionId) } },
      select: { id: true, plan: true },
    });
    const plans = new Map(revisions.map(({ id: revisionId, plan }) => [revisionId, parsePlan(plan)]));
    const effects = subscriptions.flatMap(({ consumerId, topicId, revisionId }) => {
      const consumer = plans.get(revisionId)?.consumers.find((one) => one.id === consumerId);
      return [...outsideSteps(consumer?.steps ?? [])].map((step) => ({
        consumer: consumer?.name ?? consumerId,
        step: step.name,
        type: definitions.step(step.type)?.title ?? step.type,
        atMost: perTopic.get(topicId) ?? 0,
      }));
    });
    return {
      ...stored,
      /** Chosen, and not in the log any more. */
      missing: total - stored.events,
      effects,
    };
  },
);
