import * as z from "zod";
import { flowDocumentSchema, type Step } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { letterOfProblemSql } from "./problem-states";

/** Dead letters that one redrive puts back; what is beyond is for the next one. */
const MAX_ITEMS = 100_000;

const planRow = z.object({
  letters: z.coerce.number(),
  keys: z.coerce.number(),
  oldest: z.date().nullable(),
  waiting_behind: z.coerce.number(),
  is_removed: z.boolean(),
  consumer_id: z.string(),
  step_id: z.string(),
  document: z.unknown(),
});

const planSql = `
  SELECT l.*, s.state = 'removed' AS is_removed, s.consumer_id, p.step_id, v.document
  FROM problem p
  JOIN subscription s ON s.id = p.subscription_id
  LEFT JOIN revision v ON v.id = s.revision_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS letters, count(DISTINCT e.key) AS keys, min(d.finished_at) AS oldest,
           coalesce(sum((SELECT count(*) FROM delivery h WHERE d.parked_key IS NOT NULL AND h.subscription_id = d.subscription_id
                         AND h.parked_key = d.parked_key AND h.run = 0 AND h.status = 'held')), 0) AS waiting_behind
    FROM delivery d JOIN event e ON e.topic_id = d.topic_id AND e."offset" = d."offset"
    WHERE ${letterOfProblemSql}
  ) l
  WHERE p.workspace_id = $1 AND p.id = $2`;

/** What a step does to the world: nothing, something inside Millrace, or something outside. */
export interface RedriveStep {
  readonly title: string;
  readonly effect: "outside" | "inside";
}

function actsOf(steps: readonly Step[], found: RedriveStep[] = []): RedriveStep[] {
  for (const { type, name, config, disabled, branches } of steps) {
    if (disabled) continue;
    const definition = definitions.step(type);
    if (definition !== undefined) {
      const isOutside = definition.isOutsideWith?.(config) ?? definition.isOutside;
      const isSeen = definition.isSeenOutsideWith?.(config) ?? isOutside;
      const isKept = definition.publishes !== undefined || definition.group === "state";
      if (isSeen || isKept)
        found.push({ title: name ?? definition.title, effect: isSeen ? "outside" : "inside" });
    }
    for (const branch of branches ?? []) actsOf(branch.steps, found);
  }
  return found;
}

/** Steps from one on; all when it is not there. A step inside a branch: from the step with that branch on. */
function stepsFrom(steps: readonly Step[], stepId: string): readonly Step[] {
  const holds = (step: Step): boolean =>
    step.id === stepId || (step.branches ?? []).some((branch) => branch.steps.some(holds));
  const at = steps.findIndex(holds);
  return at < 0 ? steps : steps.slice(at);
}

/**
 * What redriving a problem would do: how many dead letters, and which steps act with them from the one that failed on,
 * as they are deployed now. Nothing happens yet.
 * @throws AppError `not-found`
 */
export const planRedrive = useCase(
  "delivery.read",
  z.object({ id: z.uuid() }),
  async ({ pool }, { workspaceId }, { id }) => {
    const { rows } = await pool.query(planSql, [workspaceId, id]);
    if (rows.length === 0) throw new AppError("not-found", "This problem does not exist.");
    const row = planRow.parse(rows[0]);
    const document = flowDocumentSchema.safeParse(row.document).data;
    const consumer = document?.consumers.find(({ id: each }) => each === row.consumer_id);
    return {
      letters: Math.min(row.letters, MAX_ITEMS),
      /** Different keys among them. */
      keys: row.keys,
      oldestAt: row.oldest,
      /** Later events of the same keys that go on behind them. */
      waitingBehind: row.waiting_behind,
      isRemoved: row.is_removed,
      steps: consumer === undefined ? [] : actsOf(stepsFrom(consumer.steps, row.step_id)),
    };
  },
);

const startedRow = z.object({ id: z.string() });

/**
 * Puts the dead letters that a problem has now back to work, as many per second as wished; later ones never join. One at a
 * time for each problem.
 * @throws AppError `not-found`, `bad-input` when there is none, `conflict` when one is under way
 */
export const startRedrive = useCase(
  "delivery.repair",
  z.object({ id: z.uuid(), perSecond: z.number().int().min(1).max(10_000).optional() }),
  async (deps, actor, { id, perSecond }) =>
    deps.db.$transaction(
      async (tx) => {
        const rows: unknown[] = await tx.$queryRaw`
          SELECT id FROM problem WHERE id = ${id}::uuid AND workspace_id = ${actor.workspaceId}::uuid FOR UPDATE`;
        if (rows.length === 0) throw new AppError("not-found", "This problem does not exist.");
        if ((await tx.redrive.count({ where: { problemId: id, state: "running" } })) > 0)
          throw new AppError("conflict", "A redrive of these is under way already.");
        const made: unknown[] = await tx.$queryRaw`
          INSERT INTO redrive (workspace_id, problem_id, per_second, total, created_by)
          VALUES (${actor.workspaceId}::uuid, ${id}::uuid, ${perSecond ?? null}, 0, ${actor.name}) RETURNING id`;
        const redrive = startedRow.parse(made[0]);
        const total = await tx.$executeRawUnsafe(
          `INSERT INTO redrive_item (redrive_id, ordinal, delivery_id)
           SELECT $1::uuid, row_number() OVER (ORDER BY d."offset"), d.id
           FROM problem p JOIN delivery d ON ${letterOfProblemSql}
           JOIN subscription s ON s.id = d.subscription_id AND s.state <> 'removed'
           WHERE p.id = $2::uuid ORDER BY d."offset" LIMIT ${MAX_ITEMS}`,
          redrive.id,
          id,
        );
        if (total === 0) throw new AppError("bad-input", "There is no dead letter left to redrive.");
        await tx.redrive.update({ where: { id: redrive.id }, data: { total } });
        await recordAudit(tx, actor, "delivery.redriven", `${total} dead letters`, {
          ...(perSecond === undefined ? {} : { perSecond }),
        });
        return { id: redrive.id, total };
      },
      { timeout: 14_000 },
    ),
);

/**
 * Stops a redrive: what is not put back yet stays a dead letter.
 * @throws AppError `not-found` when none of that id is under way
 */
export const cancelRedrive = useCase(
  "delivery.repair",
  z.object({ id: z.uuid() }),
  async (deps, actor, { id }) =>
    deps.db.$transaction(async (tx) => {
      const stopped = await tx.$executeRaw`
      UPDATE redrive SET state = 'cancelled', finished_at = clock_timestamp()
      WHERE id = ${id}::uuid AND workspace_id = ${actor.workspaceId}::uuid AND state = 'running'`;
      if (stopped === 0) throw new AppError("not-found", "This redrive is not under way.");
      const { total, position } = await tx.redrive.findUniqueOrThrow({ where: { id } });
      await recordAudit(tx, actor, "delivery.redrive-cancelled", `${total - position} dead letters`);
      return { left: total - position };
    }),
);

const progressSchema = z
  .object({
    id: z.string(),
    state: z.enum(["running", "done", "cancelled"]),
    per_second: z.number().nullable(),
    total: z.number(),
    position: z.number(),
    put_back: z.number(),
    created_at: z.date(),
    created_by: z.string(),
    finished_at: z.date().nullable(),
    succeeded: z.coerce.number(),
    filtered: z.coerce.number(),
    dead: z.coerce.number(),
    open: z.coerce.number(),
  })
  .transform((row) => ({
    id: row.id,
    state: row.state,
    perSecond: row.per_second,
    total: row.total,
    /** How many of them were looked at, and put back. */
    position: row.position,
    putBack: row.put_back,
    createdAt: row.created_at,
    createdBy: row.created_by,
    finishedAt: row.finished_at,
    /** What became of those that were put back. */
    succeeded: row.succeeded,
    filtered: row.filtered,
    dead: row.dead,
    open: row.open,
  }));

/** A redrive of a problem with how far it is. */
export type Redrive = z.output<typeof progressSchema>;

/** The last redrives of a problem, the newest first. */
export const listRedrives = useCase(
  "delivery.read",
  z.object({ problemId: z.uuid(), limit: z.number().int().min(1).max(20).default(3) }),
  async ({ pool }, { workspaceId }, { problemId, limit }): Promise<Redrive[]> => {
    const { rows } = await pool.query(
      `SELECT r.id, r.state, r.per_second, r.total, r.position, r.put_back, r.created_at, r.created_by, r.finished_at, n.*
       FROM (SELECT * FROM redrive WHERE workspace_id = $1 AND problem_id = $2 ORDER BY created_at DESC LIMIT $3) r
       CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE d.status = 'succeeded') AS succeeded,
                count(*) FILTER (WHERE d.status = 'filtered') AS filtered, count(*) FILTER (WHERE d.status = 'dead') AS dead,
                count(*) FILTER (WHERE d.status IN ('retrying', 'held')) AS open
         FROM redrive_item i JOIN delivery d ON d.id = i.delivery_id WHERE i.redrive_id = r.id AND i.ordinal <= r.position
       ) n
       ORDER BY r.created_at DESC`,
      [workspaceId, problemId, limit],
    );
    return z.array(progressSchema).parse(rows);
  },
);
