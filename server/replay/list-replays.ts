import * as z from "zod";
import { AppError } from "../app-error";
import { consumerNameSql } from "../events/consumer-name";
import { REPLAY_RESULT_DAYS } from "../retention/forget-history";
import { useCase } from "../use-case";
import { replayOptionsSchema, replayStates, selectionSchema } from "./replay-schemas";

const DAY_MS = 86_400_000;

/** As it comes back from the database: times are text. */
const storedPart = z.union([
  z.object({ topic: z.string(), offsets: z.array(z.number()) }),
  z.object({ topic: z.string(), fromOffset: z.number(), toOffset: z.number() }),
  z.object({ topic: z.string(), from: z.coerce.date(), to: z.coerce.date() }),
  z.object({ topic: z.string(), isAll: z.literal(true) }),
]);

const replayRow = z.object({
  id: z.string(),
  run: z.number(),
  name: z.string(),
  state: z.enum(replayStates),
  total: z.coerce.number(),
  created_at: z.date(),
  created_by: z.string(),
  started_at: z.date().nullable(),
  finished_at: z.date().nullable(),
  options: replayOptionsSchema,
  next_at: z.date().nullable(),
  ends_at: z.date().nullable(),
  reason: z.string(),
  paused_because: z.string().nullable(),
  swapped_at: z.date().nullable(),
  swapped_by: z.string().nullable(),
  selection: selectionSchema.extend({ parts: z.array(storedPart) }),
  succeeded: z.coerce.number(),
  filtered: z.coerce.number(),
  dead: z.coerce.number(),
  cancelled: z.coerce.number(),
  open: z.coerce.number(),
  handed_out: z.coerce.number(),
  looked: z.coerce.number().nullable(),
  to_look: z.coerce.number().nullable(),
  starts_by: z.string().nullable(),
});

const sql = `
  SELECT r.id, r.run, r.name, r.state, r.total, r.created_at, r.created_by, r.started_at, r.finished_at, r.options, r.reason, r.selection,
         CASE WHEN r.state = 'planning' THEN r.planning ->> 'looked' END AS looked,
         CASE WHEN r.state = 'planning' THEN r.planning ->> 'of' END AS to_look, r.start_by ->> 'name' AS starts_by,
         r.paused_because, r.swapped_at, r.swapped_by,
         CASE WHEN r.state = 'running' THEN millrace_replay_due(r, r.paced_to) END AS next_at,
         CASE WHEN r.state = 'running' THEN millrace_replay_due(r, r.total - 1) END AS ends_at,
         coalesce(l.succeeded, 0) AS succeeded, coalesce(l.filtered, 0) AS filtered, coalesce(l.dead, 0) AS dead,
         coalesce(l.cancelled, 0) AS cancelled,
         coalesce(l.open, 0) AS open, coalesce(l.handed_out, 0) AS handed_out
  FROM replay r
  LEFT JOIN LATERAL (
    SELECT sum(lane.succeeded) AS succeeded, sum(lane.filtered) AS filtered, sum(lane.dead) AS dead, sum(lane.cancelled) AS cancelled,
           sum(lane.retrying + lane.held) AS open, sum(lane.cursor)::float8 / nullif(sum(lane.end_at), 0) AS handed_out
    FROM lane WHERE lane.run = r.run AND lane.run > 0
  ) l ON true
  WHERE r.workspace_id = $1`;

function toReplay(raw: unknown) {
  const row = replayRow.parse(raw);
  return {
    id: row.id,
    run: row.run,
    name: row.name,
    state: row.state,
    /** Events chosen; every chosen consumer of an event's topic makes one delivery of it. */
    total: row.total,
    createdAt: row.created_at,
    createdBy: row.created_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    withOutsideEffects: row.options.withOutsideEffects,
    subscriptionIds: row.options.subscriptionIds,
    isDryRun: row.options.isDryRun,
    isCompared: row.options.isCompared || row.options.isDryRun,
    revision: row.options.revision,
    reason: row.reason,
    stopAfterFailures: row.options.stopAfterFailures,
    pace: row.options.pace,
    /** While one with a schedule runs: when more is handed out, and the last event, if no consumer holds it up. */
    nextAt: row.next_at,
    endsAt: row.ends_at,
    /** While it is being planned: how many stored events were looked at, of how many. */
    planning: row.looked === null || row.to_look === null ? null : { looked: row.looked, of: row.to_look },
    /** Who wants it to start as soon as it is planned. */
    startsBy: row.starts_by,
    /** Why it has paused by itself, or could not be planned or started. */
    pausedBecause: row.paused_because,
    /** What differed is not kept for ever. */
    isCompareForgotten:
      row.finished_at !== null && Date.now() - row.finished_at.getTime() > REPLAY_RESULT_DAYS * DAY_MS,
    swappedAt: row.swapped_at,
    swappedBy: row.swapped_by,
    selection: row.selection,
    succeeded: row.succeeded,
    filtered: row.filtered,
    dead: row.dead,
    /** Of a dry run: those that would have failed. */
    cancelled: row.cancelled,
    open: row.open,
    /** Share of it that was handed out to consumers, 0 to 1. */
    handedOut: row.handed_out,
  };
}

/** Replays of the workspace with their progress, newest first. */
export const listReplays = useCase(
  "replay.read",
  z.object({ limit: z.number().int().min(1).max(200).default(100) }),
  async (deps, actor, input) => {
    const found = await deps.pool.query(`${sql} ORDER BY r.run DESC LIMIT $2`, [
      actor.workspaceId,
      input.limit,
    ]);
    return found.rows.map(toReplay);
  },
);

/** One replay with its progress. */
export const getReplay = useCase("replay.read", z.object({ id: z.uuid() }), async (deps, actor, input) => {
  const found = await deps.pool.query(`${sql} AND r.id = $2`, [actor.workspaceId, input.id]);
  if (found.rows.length === 0) throw new AppError("not-found", "This replay does not exist.");
  return toReplay(found.rows[0]);
});

const targetRow = z.object({
  subscription_id: z.string(),
  consumer_id: z.string(),
  consumer_name: z.string(),
  flow_name: z.string(),
  flow_slug: z.string(),
  topic: z.string(),
});

/** Deployed consumers that react to some topics: whom a replay can run through. */
export const replayTargets = useCase(
  "replay.read",
  z.object({ topics: z.array(z.string()).min(1).max(200) }),
  async (deps, actor, input) => {
    const found = await deps.pool.query(
      `SELECT s.id AS subscription_id, s.consumer_id, ${consumerNameSql} AS consumer_name, f.name AS flow_name, f.slug AS flow_slug,
              t.name AS topic
       FROM subscription s
       JOIN flow f ON f.id = s.flow_id
       JOIN topic t ON t.id = s.topic_id
       WHERE s.workspace_id = $1 AND s.state <> 'removed' AND t.name = ANY($2)
       ORDER BY f.name, s.consumer_id`,
      [actor.workspaceId, input.topics],
    );
    return found.rows.map((raw) => {
      const row = targetRow.parse(raw);
      return {
        subscriptionId: row.subscription_id,
        consumerId: row.consumer_id,
        consumerName: row.consumer_name,
        flowName: row.flow_name,
        flowSlug: row.flow_slug,
        topic: row.topic,
      };
    });
  },
);

/** The events of a replay in the order in which they run. */
export const replayItems = useCase(
  "replay.read",
  z.object({ id: z.uuid(), limit: z.number().int().min(1).max(200).default(100) }),
  async (deps, actor, input) => {
    const found = await deps.pool.query(
      `SELECT i.topic_id, t.name AS topic, i."offset"
       FROM replay r
       JOIN replay_item i ON i.run = r.run
       JOIN topic t ON t.id = i.topic_id
       WHERE r.workspace_id = $1 AND r.id = $2
       ORDER BY i.ordinal
       LIMIT $3`,
      [actor.workspaceId, input.id, input.limit],
    );
    const row = z.object({ topic_id: z.string(), topic: z.string(), offset: z.coerce.number() });
    return z
      .array(row)
      .parse(found.rows)
      .map((item) => ({ topicId: item.topic_id, topic: item.topic, offset: item.offset }));
  },
);
