import * as z from "zod";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { announce } from "./announce";
import { deployTransaction } from "./deploy-flow";
import { lockFlow } from "./find-flow";
import { lockLanes, skipTo } from "./lanes";
import { storedDocument } from "./stored-document";

/** Deliveries that going back makes undone at once; for more there are replays. */
const MAX_UNDONE = 50_000;

/** Where a consumer goes on: with events from now, behind an offset, or with the first event of a time. */
export const moveTargetSchema = z.discriminatedUnion("to", [
  z.object({ to: z.literal("now") }),
  z.object({ to: z.literal("offset"), offset: z.int().min(0) }),
  z.object({ to: z.literal("time"), time: z.coerce.date() }),
]);

const boundsRow = z.object({ head: z.bigint(), trimmed_to: z.bigint(), at: z.bigint() });
const countRow = z.object({ n: z.coerce.number() });

/**
 * Lets a consumer of a topic go on elsewhere in the log. Forward: events in between are not delivered. Back: those behind
 * the offset are delivered once more as if for the first time, with the same keys for outside calls; what became of them
 * before leaves the history, and what waits for another try is dropped. Nothing is moved before `trimmed_to`.
 * @throws AppError `not-found`; `conflict` when it would go back while it works, or over too many deliveries
 */
export const moveConsumer = useCase(
  "consumer.move",
  z.object({ flow: z.string(), consumerId: z.string(), topic: z.string(), target: moveTargetSchema }),
  async (deps, actor, { flow: slug, consumerId, topic, target }) =>
    deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, slug);
      const subscription = await tx.subscription.findFirst({
        where: {
          flowId: flow.id,
          consumerId,
          state: { not: "removed" },
          topicId: { in: await idsOf(tx, actor.workspaceId, topic) },
        },
      });
      if (subscription === null) {
        throw new AppError("not-found", `This consumer does not run on \`${topic}\`. Deploy it first.`);
      }
      // In the engine's order: deliveries first, then lanes.
      const cursor = await cursorFor(tx, subscription.topicId, target);
      const undone = await undo(tx, subscription.id, cursor);
      await lockLanes(tx, [subscription.id]);
      const before = await tx.lane.aggregate({
        where: { subscriptionId: subscription.id, run: 0, endAt: null },
        _min: { cursor: true },
        _max: { cursor: true },
      });
      const isBack = (before._max.cursor ?? cursor) > cursor;
      if (isBack) await refuseAtWork(tx, subscription.id);
      await skipTo(tx, subscription.id, cursor);
      const from = Number(before._min.cursor ?? cursor);
      const live = flow.liveRevision === null ? undefined : storedDocument(flow.liveRevision.document);
      const name = live?.consumers.find(({ id }) => id === consumerId)?.name ?? consumerId;
      await recordAudit(tx, actor, "consumer.moved", name, { topic, from, to: Number(cursor) });
      await announce(tx, flow.id);
      return {
        offset: Number(cursor),
        /** Events that are left out, as seen from the slowest lane. */
        skipped: Math.max(0, Number(cursor) - from),
        /** Deliveries that left the history, to be made again. */
        undone,
      };
    }, deployTransaction),
);

async function idsOf(tx: Prisma.TransactionClient, workspaceId: string, name: string): Promise<string[]> {
  const topics = await tx.topic.findMany({ where: { workspaceId, name }, select: { id: true } });
  return topics.map(({ id }) => id);
}

/** The offset behind which it goes on, within what the topic holds. */
async function cursorFor(
  tx: Prisma.TransactionClient,
  topicId: string,
  target: z.output<typeof moveTargetSchema>,
): Promise<bigint> {
  const time = target.to === "time" ? target.time : new Date(0);
  const rows: unknown[] = await tx.$queryRaw`
    SELECT h.head, t.trimmed_to, millrace_offset_at(t.id, ${time}::timestamptz - interval '1 microsecond') AS at
    FROM topic t JOIN topic_head h ON h.topic_id = t.id WHERE t.id = ${topicId}::uuid`;
  const { head, trimmed_to: trimmedTo, at } = boundsRow.parse(rows[0]);
  const wished = target.to === "now" ? head : target.to === "offset" ? BigInt(target.offset) : at;
  const capped = wished > head ? head : wished;
  return capped < trimmedTo ? trimmedTo : capped;
}

async function refuseAtWork(tx: Prisma.TransactionClient, subscriptionId: string): Promise<void> {
  if ((await tx.batch.count({ where: { subscriptionId, run: 0 } })) === 0) return;
  throw new AppError(
    "conflict",
    "It is at work. Pause it, wait until nothing is under way, then let it go back.",
  );
}

/** Takes deliveries behind an offset out of the history and counts them as deleted, so that all sums still hold. */
async function undo(tx: Prisma.TransactionClient, subscriptionId: string, cursor: bigint): Promise<number> {
  const rows: unknown[] = await tx.$queryRaw`
    WITH chosen AS (
      SELECT id FROM delivery WHERE subscription_id = ${subscriptionId}::uuid AND run = 0 AND batch_id IS NULL
        AND topic_id = (SELECT topic_id FROM subscription WHERE id = ${subscriptionId}::uuid) AND "offset" > ${cursor}
      ORDER BY id LIMIT ${MAX_UNDONE + 1} FOR UPDATE
    ), gone AS (
      DELETE FROM delivery d USING chosen WHERE d.id = chosen.id RETURNING d.lane_id, d.status
    ), counted AS (
      SELECT lane_id, count(*) AS n, count(*) FILTER (WHERE status = 'dead') AS dead,
             count(*) FILTER (WHERE status = 'retrying') AS retrying, count(*) FILTER (WHERE status = 'held') AS held
      FROM gone GROUP BY lane_id
    ), locked AS (
      SELECT l.id FROM lane l JOIN counted c ON c.lane_id = l.id ORDER BY l.id FOR UPDATE OF l
    ), lanes AS (
      UPDATE lane l SET purged = l.purged + c.n, dead = l.dead - c.dead, discarded = l.discarded + c.dead,
        retrying = l.retrying - c.retrying, held = l.held - c.held, cancelled = l.cancelled + c.retrying + c.held
      FROM counted c, locked WHERE l.id = c.lane_id AND locked.id = l.id
    )
    SELECT coalesce(sum(n), 0) AS n FROM counted`;
  const { n } = countRow.parse(rows[0]);
  if (n <= MAX_UNDONE) return n;
  throw new AppError(
    "conflict",
    `More than ${MAX_UNDONE.toLocaleString("en")} deliveries would be made again. Start a replay instead.`,
  );
}
