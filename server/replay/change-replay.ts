import * as z from "zod";
import { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import type { AuditAction } from "../audit/audit-actions";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { createAnnouncer } from "../log/notify";
import { useCase } from "../use-case";
import { type ReplayState, replayOptionsSchema } from "./replay-schemas";

const oneReplay = z.object({ id: z.uuid() });

interface Change {
  readonly from: readonly ReplayState[];
  readonly to: ReplayState;
  readonly audit: AuditAction;
  readonly data?: Prisma.ReplayUpdateManyMutationInput;
}

/** Moves a replay to another state, if it is in one that allows it; two clicks at once move it once. */
async function moveReplay(db: Prisma.TransactionClient, actor: Actor, id: string, change: Change) {
  const moved = await db.replay.updateMany({
    where: { id, workspaceId: actor.workspaceId, state: { in: [...change.from] } },
    data: { state: change.to, ...change.data },
  });
  const replay = await db.replay.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (replay === null) throw new AppError("not-found", "This replay does not exist.");
  if (moved.count === 0) throw new AppError("conflict", `The replay is ${replay.state}.`);
  const detail = change.audit === "replay.started" ? { ...startedDetail(replay) } : {};
  await recordAudit(db, actor, change.audit, replay.name, detail);
  return replay;
}

interface Started {
  readonly id: string;
  readonly reason: string;
  readonly total: bigint;
  readonly options: unknown;
}

/** What somebody must be able to look up later: why, how many, and what it may do. */
function startedDetail(replay: Started) {
  const { withOutsideEffects, isDryRun, revision, pace } = replayOptionsSchema.parse(replay.options);
  const { id, reason, total } = replay;
  return { replay: id, reason, events: Number(total), withOutsideEffects, isDryRun, revision, pace };
}

async function wake(deps: Deps, run: number): Promise<void> {
  const announcer = createAnnouncer(deps.pool, deps.log);
  announcer.announce("changed", String(run));
  await announcer.idle();
}

/**
 * Starts a planned replay: every chosen consumer gets a lane of its own for it. One that is still being planned starts by
 * itself as soon as it is.
 */
export const startReplay = useCase("replay.run", oneReplay, async (deps, actor, input) => {
  const wanted = await deps.db.replay.updateManyAndReturn({
    where: { id: input.id, workspaceId: actor.workspaceId, state: "planning" },
    data: { startBy: { kind: actor.kind, id: actor.id, name: actor.name } },
    select: { id: true, run: true },
  });
  if (wanted[0] !== undefined) return wanted[0];
  // Together: a running replay without lanes would count as done.
  const replay = await deps.db.$transaction(async (tx) => {
    const moved = await moveReplay(tx, actor, input.id, {
      from: ["planned"],
      to: "running",
      audit: "replay.started",
      data: { startedAt: new Date(), pausedBecause: null, startBy: Prisma.DbNull },
    });
    await tx.lane.createMany({
      data: replayOptionsSchema.parse(moved.options).subscriptionIds.map((subscriptionId) => ({
        subscriptionId,
        run: moved.run,
        cursor: 0n,
        lowWatermark: 0n,
        endAt: moved.total,
      })),
      skipDuplicates: true,
    });
    await tx.$executeRaw`
      UPDATE replay r SET paced_to = 0, paced_since = clock_timestamp(), paced_from = (
        SELECT e.received_at FROM replay_item i JOIN event e ON e.topic_id = i.topic_id AND e."offset" = i."offset"
        WHERE i.run = r.run ORDER BY i.ordinal LIMIT 1)
      WHERE r.run = ${moved.run} AND r.options -> 'pace' ->> 'kind' <> 'asFast'`;
    return moved;
  });
  await wake(deps, replay.run);
  return { id: replay.id, run: replay.run };
});

/** Lets what is under way finish and begins nothing new. */
export const pauseReplay = useCase("replay.run", oneReplay, async (deps, actor, input) => {
  const replay = await deps.db.$transaction(async (tx) => {
    const moved = await moveReplay(tx, actor, input.id, {
      from: ["running"],
      to: "paused",
      audit: "replay.paused",
    });
    await tx.$executeRaw`UPDATE replay SET paused_at = clock_timestamp() WHERE id = ${moved.id}::uuid`;
    return moved;
  });
  await wake(deps, replay.run);
  return { id: replay.id };
});

/** Goes on where the pause began. */
export const resumeReplay = useCase("replay.run", oneReplay, async (deps, actor, input) => {
  const replay = await deps.db.$transaction(async (tx) => {
    const moved = await moveReplay(tx, actor, input.id, {
      from: ["paused"],
      to: "running",
      audit: "replay.resumed",
    });
    // Its schedule has stood still.
    await tx.$executeRaw`
      UPDATE replay SET paused_at = NULL, paced_since = paced_since
        + coalesce(extract(epoch FROM clock_timestamp() - paused_at)::float8, 0) * interval '1 second'
      WHERE id = ${moved.id}::uuid`;
    // Whoever lets it go on has seen the failures: they count no more.
    const { _sum } = await tx.lane.aggregate({ where: { run: moved.run }, _sum: { dead: true } });
    const data = { failuresBefore: _sum.dead ?? 0n, pausedBecause: null };
    return tx.replay.update({ where: { id: moved.id }, data });
  });
  await wake(deps, replay.run);
  return { id: replay.id };
});

/** Ends a replay for good; what was delivered stays. Of one that is still being planned no plan stays. */
export const cancelReplay = useCase("replay.run", oneReplay, async (deps, actor, input) => {
  const replay = await deps.db.$transaction(async (tx) => {
    const unplanned = await tx.replay.updateMany({
      where: { id: input.id, workspaceId: actor.workspaceId, state: "planning" },
      data: { total: 0, pausedBecause: "Cancelled before all events were looked at." },
    });
    const moved = await moveReplay(tx, actor, input.id, {
      from: ["planning", "planned", "running", "paused"],
      to: "cancelled",
      audit: "replay.cancelled",
      data: { finishedAt: new Date(), startBy: Prisma.DbNull },
    });
    if (unplanned.count > 0) return moved;
    // What waits for its next try with order kept need not wait to be ended.
    await tx.$executeRaw`
      UPDATE batch SET blocked_until = clock_timestamp() WHERE id IN (
        SELECT id FROM batch WHERE run = ${moved.run} AND blocked_until IS NOT NULL ORDER BY id FOR UPDATE)`;
    return moved;
  });
  await wake(deps, replay.run);
  return { id: replay.id };
});
