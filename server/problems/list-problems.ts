import * as z from "zod";
import type { Deps } from "../deps";
import { consumerNameSql } from "../events/consumer-name";
import { useCase } from "../use-case";
import { letterOfProblemSql, problemStates, waitingBehindSql } from "./problem-states";
import { stepNames } from "./step-name-in";

/** Half hours of the line over the last day. */
const SLOTS = 48;

/** Of so many dead letters is looked whether they are of test events. */
const MAX_LOOKED_AT = 1000;

const rowSchema = z
  .object({
    id: z.string(),
    flow_name: z.string(),
    flow_slug: z.string(),
    is_removed: z.boolean(),
    subscription_id: z.string(),
    consumer_id: z.string(),
    consumer_name: z.string(),
    topic: z.string(),
    step_id: z.string(),
    revision_id: z.string(),
    reason: z.string(),
    message: z.string().nullable(),
    state: z.enum(problemStates),
    state_at: z.date(),
    state_by: z.string().nullable(),
    note: z.string().nullable(),
    first_at: z.date(),
    last_at: z.date(),
    failures: z.coerce.number(),
    given_up: z.coerce.number(),
    reopened: z.number(),
    letters: z.coerce.number(),
    waiting_behind: z.coerce.number(),
    has_stopped: z.boolean(),
    are_tests: z.boolean(),
    trend: z.array(z.coerce.number()),
  })
  .transform((row) => ({
    id: row.id,
    flowName: row.flow_name,
    flowSlug: row.flow_slug,
    /** Its consumer is not in its flow any more: nothing can be redriven. */
    isRemoved: row.is_removed,
    subscriptionId: row.subscription_id,
    consumerId: row.consumer_id,
    consumerName: row.consumer_name,
    topic: row.topic,
    revisionId: row.revision_id,
    stepId: row.step_id === "" ? null : row.step_id,
    reason: row.reason === "" ? null : row.reason,
    message: row.message,
    state: row.state,
    stateAt: row.state_at,
    /** Null: nobody; it was resolved or reopened by what happened. */
    stateBy: row.state_by,
    note: row.note,
    firstAt: row.first_at,
    lastAt: row.last_at,
    /** Attempts that failed, and those after which an event was given up. */
    failures: row.failures,
    givenUp: row.given_up,
    reopened: row.reopened,
    /** Dead letters that are left now. */
    letters: row.letters,
    /** Later events that wait behind one of them, because its key is parked. */
    waitingBehind: row.waiting_behind,
    /** Its consumer has stopped at one of them. */
    hasStopped: row.has_stopped,
    /** All dead letters that are left are of test events; false when it was not asked, and for more than `MAX_LOOKED_AT`. */
    areTests: row.are_tests,
    /** Failures per half hour of the last day, oldest first. */
    trend: row.trend,
  }));

/** Failures of one cause: the same consumer, step, reason and sentence, whatever figures stand in it. */
export interface Problem extends Omit<z.output<typeof rowSchema>, "revisionId"> {
  /** As people call it in the revision that is deployed now; null when it is not there. */
  readonly step: string | null;
}

/** Names their steps; each revision is read once. */
async function withSteps(deps: Deps, rows: readonly z.output<typeof rowSchema>[]): Promise<Problem[]> {
  const revisions = await deps.db.revision.findMany({
    where: { id: { in: [...new Set(rows.map(({ revisionId }) => revisionId))] } },
    select: { id: true, document: true },
  });
  const nameIn = new Map(revisions.map(({ id, document }) => [id, stepNames(document)]));
  return rows.map(({ revisionId, ...row }) => ({
    ...row,
    step: nameIn.get(revisionId)?.get(`${row.consumerId} ${row.stepId}`) ?? null,
  }));
}

const listSql = `
  SELECT p.id, f.name AS flow_name, f.slug AS flow_slug, s.state = 'removed' AS is_removed, s.id AS subscription_id,
         s.consumer_id, ${consumerNameSql} AS consumer_name, t.name AS topic, p.step_id, s.revision_id, p.reason, p.message,
         p.state, p.state_at, p.state_by, p.note, p.first_at, p.last_at, p.failures, p.given_up, p.reopened,
         l.letters, l.waiting_behind, l.has_stopped, o.trend,
         $5 AND l.letters BETWEEN 1 AND ${MAX_LOOKED_AT} AND NOT EXISTS (
           SELECT FROM delivery d JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
           WHERE ${letterOfProblemSql} AND NOT e.is_test) AS are_tests
  FROM problem p
  JOIN subscription s ON s.id = p.subscription_id
  JOIN flow f ON f.id = s.flow_id
  JOIN topic t ON t.id = s.topic_id
  CROSS JOIN LATERAL (
    SELECT count(d.id) AS letters, coalesce(sum(w.n), 0) AS waiting_behind, count(c.delivery_id) > 0 AS has_stopped
    FROM delivery d
    LEFT JOIN consumer_stop c ON c.subscription_id = p.subscription_id AND c.delivery_id = d.id
    LEFT JOIN LATERAL (${waitingBehindSql}) w ON d.parked_key IS NOT NULL
    WHERE ${letterOfProblemSql}
  ) l
  CROSS JOIN LATERAL (
    SELECT array_agg(coalesce(n.failures, 0) ORDER BY g.at) AS trend
    FROM generate_series(1, ${SLOTS}) AS k(number)
    CROSS JOIN LATERAL (
      SELECT date_bin('30 minutes', clock_timestamp(), TIMESTAMPTZ '2000-01-01 00:00Z')
             - (${SLOTS} - k.number) * interval '30 minutes' AS at
    ) g
    LEFT JOIN problem_slot n ON n.problem_id = p.id AND n.at = g.at
  ) o
  WHERE p.workspace_id = $1 AND ($2::text IS NULL OR p.state = $2) AND ($3::uuid IS NULL OR p.id = $3)
  ORDER BY p.last_at DESC
  LIMIT $4`;

const countSchema = z.array(z.object({ state: z.enum(problemStates), n: z.coerce.number() }));

/** Problems of the workspace, the most recent first, and how many there are in each state. */
export const listProblems = useCase(
  "delivery.read",
  z.object({
    state: z.enum(problemStates).optional(),
    id: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(100),
    /** Looks which of them are of test events alone. */
    markTests: z.boolean().default(false),
  }),
  async (deps, { workspaceId }, { state, id, limit, markTests }) => {
    const { pool } = deps;
    const [found, counted] = await Promise.all([
      pool.query(listSql, [workspaceId, state ?? null, id ?? null, limit, markTests]),
      pool.query("SELECT state, count(*) AS n FROM problem WHERE workspace_id = $1 GROUP BY state", [
        workspaceId,
      ]),
    ]);
    const counts = countSchema.parse(counted.rows);
    const countOf = (wanted: string) => counts.find((one) => one.state === wanted)?.n ?? 0;
    return {
      problems: await withSteps(deps, z.array(rowSchema).parse(found.rows)),
      counts: {
        open: countOf("open"),
        acknowledged: countOf("acknowledged"),
        resolved: countOf("resolved"),
        ignored: countOf("ignored"),
      },
    };
  },
);

const letterSchema = z
  .object({
    id: z.string(),
    topic: z.string(),
    offset: z.coerce.number(),
    event_id: z.string(),
    key: z.string().nullable(),
    is_test: z.boolean(),
    message: z.string().nullable(),
    attempts: z.number(),
    finished_at: z.date(),
    parked_key: z.string().nullable(),
    waiting_behind: z.coerce.number(),
  })
  .transform((row) => ({
    deliveryId: row.id,
    topic: row.topic,
    offset: row.offset,
    eventId: row.event_id,
    key: row.key,
    isTest: row.is_test,
    message: row.message,
    attempts: row.attempts,
    finishedAt: row.finished_at,
    /** The key that waits for it, and how many later events of it do. */
    parkedKey: row.parked_key,
    waitingBehind: row.waiting_behind,
  }));

/** A dead letter of a problem. */
export type ProblemLetter = z.output<typeof letterSchema>;

/** The dead letters of one problem, oldest first, a page at a time: `after` is the offset of the last one before. */
export const problemLetters = useCase(
  "delivery.read",
  z.object({
    id: z.uuid(),
    after: z.number().int().min(0).default(0),
    limit: z.number().int().min(1).max(200).default(50),
    /** Leaves out those of test events. */
    withoutTests: z.boolean().default(false),
  }),
  async ({ pool }, { workspaceId }, { id, after, limit, withoutTests }) => {
    const { rows } = await pool.query(
      `SELECT d.id, t.name AS topic, d."offset", e.id AS event_id, e.key, e.is_test, d.message, d.attempts, d.finished_at,
              d.parked_key, coalesce(w.n, 0) AS waiting_behind
       FROM problem p
       JOIN delivery d ON ${letterOfProblemSql}
       JOIN topic t ON t.id = d.topic_id
       JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
       LEFT JOIN LATERAL (${waitingBehindSql}) w ON d.parked_key IS NOT NULL
       WHERE p.workspace_id = $1 AND p.id = $2 AND d."offset" > $3 AND NOT ($5 AND e.is_test)
       ORDER BY d."offset"
       LIMIT $4`,
      [workspaceId, id, after, limit + 1, withoutTests],
    );
    const letters = z.array(letterSchema).parse(rows);
    return { letters: letters.slice(0, limit), hasMore: letters.length > limit };
  },
);
