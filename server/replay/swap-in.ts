import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import { useCase } from "../use-case";
import { replayOptionsSchema } from "./replay-schemas";

const oneReplay = z.object({ id: z.uuid() });

const storeRows = z.array(
  z
    .object({
      store: z.string(),
      rows: z.coerce.number(),
      live_rows: z.coerce.number(),
      open_alarms: z.coerce.number(),
    })
    .transform((row) => ({
      store: row.store,
      rows: row.rows,
      liveRows: row.live_rows,
      /** Windows and joins of the live state that wait for their end. */
      openAlarms: row.open_alarms,
    })),
);

/** Every store that the replay has written, and what is live in it. */
const storesSql = `
  SELECT s.store, s.rows,
    (SELECT count(*) FROM state_entry l WHERE l.workspace_id = $1::uuid AND l.namespace = 'live' AND l.store = s.store
       AND NOT l.is_removed) AS live_rows,
    (SELECT count(*) FROM state_entry l WHERE l.workspace_id = $1::uuid AND l.namespace = 'live' AND l.store = s.store
       AND l.alarm_delivery IS NOT NULL) AS open_alarms
  FROM (
    SELECT e.store, count(*) FILTER (WHERE NOT e.is_removed) AS rows FROM state_entry e
    WHERE e.workspace_id = $1::uuid AND e.namespace = $2 GROUP BY e.store
  ) s ORDER BY s.store`;

/** Events of the topics of the replay's consumers that are not among its items: what they counted for is lost. */
const leftOutSql = `
  SELECT greatest(0, coalesce(sum(h.head), 0) - (SELECT count(*) FROM replay_item i WHERE i.run = $2::int)) AS events
  FROM topic_head h WHERE h.topic_id IN (SELECT s.topic_id FROM subscription s WHERE s.id = ANY($1::uuid[]))`;

/**
 * What would change if the state that a replay has built up took the place of the live one.
 * @throws AppError `not-found`
 */
export const readSwap = useCase("replay.read", oneReplay, async (deps, actor, { id }) => {
  const replay = await deps.db.replay.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (replay === null) throw new AppError("not-found", "This replay does not exist.");
  const { subscriptionIds } = replayOptionsSchema.parse(replay.options);
  const [stores, leftOut] = await Promise.all([
    deps.pool.query(storesSql, [actor.workspaceId, id]),
    deps.pool.query(leftOutSql, [subscriptionIds, replay.run]),
  ]);
  const found = z.array(z.object({ events: z.coerce.number() })).parse(leftOut.rows);
  return { stores: storeRows.parse(stores.rows), leftOut: found[0]?.events ?? 0 };
});

/**
 * Lets the state that a replay has built up take the place of the live one, store by store: a projection is rebuilt so.
 * Keys that the replay has not written are removed. Deliveries that run meanwhile see that what they read has changed, and
 * run again on the new state.
 * @throws AppError `conflict` when it is not done, is a dry run, was swapped in before or has no state, or while live
 * windows or joins of one of its stores are open
 */
export const swapIn = useCase("replay.run", oneReplay, async (deps, actor, { id }) =>
  deps.db.$transaction(async (tx) => {
    const swapped = await tx.replay.updateMany({
      where: { id, workspaceId: actor.workspaceId, state: "done", swappedAt: null },
      data: { swappedAt: new Date(), swappedBy: actor.name },
    });
    const replay = await tx.replay.findFirst({ where: { id, workspaceId: actor.workspaceId } });
    if (replay === null) throw new AppError("not-found", "This replay does not exist.");
    if (swapped.count === 0) throw new AppError("conflict", refusalOf(replay));
    if (replayOptionsSchema.parse(replay.options).isDryRun) {
      throw new AppError("conflict", "A dry run keeps nothing that could be swapped in.");
    }
    // In the order in which deliveries lock them.
    await tx.$queryRaw`
      SELECT 1 FROM state_entry e WHERE e.workspace_id = ${actor.workspaceId}::uuid AND e.namespace = 'live'
        AND e.store IN (SELECT n.store FROM state_entry n WHERE n.workspace_id = ${actor.workspaceId}::uuid AND n.namespace = ${id})
      ORDER BY e.namespace, e.store, e.key FOR UPDATE OF e`;
    const stores = storeRows.parse(await tx.$queryRawUnsafe(storesSql, actor.workspaceId, id));
    if (stores.length === 0) throw new AppError("conflict", "This replay has kept no state.");
    const open = stores.find(({ openAlarms }) => openAlarms > 0);
    if (open !== undefined) {
      throw new AppError(
        "conflict",
        "Live windows or joins are open: they would be cut off. Wait until they have closed, then swap in.",
      );
    }
    await replaceLive(tx, actor, id);
    await recordAudit(tx, actor, "replay.swapped-in", replay.name, {
      replay: id,
      stores: stores.map(({ store, rows, liveRows }) => ({ store, rows, liveRows })),
    });
    return { stores: stores.length };
  }),
);

function refusalOf(replay: { readonly state: string; readonly swappedAt: Date | null }): string {
  return replay.swappedAt === null
    ? `The replay is ${replay.state}. Only what is done can be swapped in.`
    : "This replay was swapped in already.";
}

async function replaceLive(tx: Prisma.TransactionClient, actor: Actor, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE state_entry l SET value = 'null', is_removed = true, version = l.version + 1,
      updated_at = clock_timestamp(), expires_at = clock_timestamp()
    WHERE l.workspace_id = ${actor.workspaceId}::uuid AND l.namespace = 'live' AND NOT l.is_removed
      AND l.store IN (SELECT n.store FROM state_entry n WHERE n.workspace_id = ${actor.workspaceId}::uuid AND n.namespace = ${id})
      AND NOT EXISTS (SELECT FROM state_entry n WHERE n.workspace_id = l.workspace_id AND n.namespace = ${id}
                        AND n.store = l.store AND n.key = l.key AND NOT n.is_removed)`;
  await tx.$executeRaw`
    INSERT INTO state_entry AS l (workspace_id, namespace, store, key, value, expires_at)
    SELECT n.workspace_id, 'live', n.store, n.key, n.value, n.expires_at FROM state_entry n
    WHERE n.workspace_id = ${actor.workspaceId}::uuid AND n.namespace = ${id} AND NOT n.is_removed
    ORDER BY n.store, n.key
    ON CONFLICT (workspace_id, namespace, store, key) DO UPDATE SET
      value = excluded.value, is_removed = false, version = l.version + 1, updated_at = clock_timestamp(),
      expires_at = excluded.expires_at`;
}
