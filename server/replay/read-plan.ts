import * as z from "zod";
import type { PlanStep } from "@/flow/compile/plan";
import { parsePlan } from "@/flow/compile/plan-schema";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { replayOptionsSchema } from "./replay-schemas";

const sums = z.object({
  events: z.coerce.number(),
  bytes: z.coerce.number(),
  keys: z.coerce.number(),
  first_at: z.date().nullable(),
  last_at: z.date().nullable(),
});

/** Steps of a list, with those in branches, that can be noticed outside this installation. */
function* outsideSteps(steps: readonly PlanStep[]): Generator<PlanStep> {
  for (const step of steps) {
    const definition = definitions.step(step.type);
    const config = typeof step.config === "object" && step.config !== null ? { ...step.config } : {};
    if (definition?.isOutsideWith?.(config) ?? definition?.isOutside ?? false) yield step;
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
    const found = await deps.pool.query(
      `SELECT count(*) AS events, coalesce(sum(octet_length(e.data)), 0) AS bytes, count(DISTINCT e.key) AS keys,
            min(e.received_at) AS first_at, max(e.received_at) AS last_at
     FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset" WHERE i.run = $1`,
      [replay.run],
    );
    const stored = sums.parse(found.rows[0]);
    const topics = await deps.db.replayItem.groupBy({
      by: ["topicId"],
      where: { run: replay.run },
      _count: { _all: true },
    });
    const perTopic = new Map(topics.map(({ topicId, _count }) => [topicId, _count._all]));
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
      events: stored.events,
      /** Chosen, and not in the log any more. */
      missing: Number(replay.total) - stored.events,
      bytes: stored.bytes,
      keys: stored.keys,
      firstAt: stored.first_at,
      lastAt: stored.last_at,
      effects,
    };
  },
);
