import type { Order } from "@/flow/document/flow-document";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";

/** How many lanes share the work of a subscription. */
export function laneCount(order: Order): number {
  return order.mode === "key" ? order.lanes : 1;
}

/** The path of the key that lanes are chosen by; null means the event's own partition key. */
export function orderKeyOf(order: Order): string | null {
  return order.mode === "key" ? (order.key ?? null) : null;
}

/** Opens lanes behind an offset: the first event they hand out is the next one. */
export async function openLanes(
  tx: Prisma.TransactionClient,
  subscriptionId: string,
  lanes: number,
  cursor: bigint,
): Promise<void> {
  await tx.lane.createMany({
    data: Array.from({ length: lanes }, (_, number) => ({
      subscriptionId,
      number,
      lanes,
      cursor,
      lowWatermark: cursor,
    })),
  });
}

/**
 * Gives a subscription another number of lanes without losing or repeating an event: the present ones run up to
 * the highest cursor, the new ones start behind it; retries stay where they are. Its lanes are locked already.
 * @throws AppError `conflict` when lanes of the wished number still finish what an earlier change left them
 */
export async function reshapeLanes(
  tx: Prisma.TransactionClient,
  subscription: { readonly id: string; readonly name: string },
  wished: number,
): Promise<void> {
  const all = await tx.lane.findMany({ where: { subscriptionId: subscription.id, run: 0 } });
  const present = all.filter(({ endAt }) => endAt === null);
  if (present[0]?.lanes === wished) return;
  const cursors = present.map(({ cursor }) => cursor).sort((a, b) => (a < b ? -1 : 1));
  const barrier = cursors.at(-1) ?? 0n;
  const former = all.filter(({ lanes }) => lanes === wished);
  if (former.some(({ cursor, endAt }) => endAt !== null && cursor < endAt)) {
    throw new AppError(
      "conflict",
      `*${subscription.name}* still finishes events in its earlier order. Deploy again in a minute.`,
    );
  }
  await tx.lane.updateMany({ where: { id: { in: present.map(({ id }) => id) } }, data: { endAt: barrier } });
  if (former.length === 0) return openLanes(tx, subscription.id, wished, barrier);
  await reopenLanes(tx, subscription.id, wished, barrier);
}

/**
 * Refuses another rule for choosing lanes (by key, by another key, not at all) while several lanes stand at different
 * offsets: an event that belongs to another lane by the new rule would be skipped or come twice. Its lanes are locked
 * already.
 * @throws AppError `conflict`
 */
export async function refuseUnevenLanes(
  tx: Prisma.TransactionClient,
  subscription: { readonly id: string; readonly name: string },
): Promise<void> {
  const all = await tx.lane.findMany({ where: { subscriptionId: subscription.id, run: 0 } });
  const present = all.filter(({ endAt }) => endAt === null);
  const isDrained = all.every(({ cursor, endAt }) => endAt === null || cursor >= endAt);
  if (isDrained && present.every(({ cursor }) => cursor === present[0]?.cursor)) return;
  throw new AppError(
    "conflict",
    `*${subscription.name}* cannot change its order while events wait for it. Deploy again when nothing waits.`,
  );
}

/**
 * Refuses another order while events wait behind dead letters: which ones follows from the order that holds.
 * @throws AppError `conflict`
 */
export async function refuseWhileParked(
  tx: Prisma.TransactionClient,
  subscription: { readonly id: string; readonly name: string },
): Promise<void> {
  const where = { subscriptionId: subscription.id };
  if ((await tx.parkedKey.count({ where })) + (await tx.consumerStop.count({ where })) === 0) return;
  throw new AppError(
    "conflict",
    `Events of *${subscription.name}* wait behind dead letters. Redrive or discard those, then change its order.`,
  );
}

/** Lets all lanes of a subscription go on behind an offset; what they still retry keeps its place. */
export async function skipTo(
  tx: Prisma.TransactionClient,
  subscriptionId: string,
  cursor: bigint,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE lane SET cursor = ${cursor}::bigint,
      moved_to = CASE WHEN cursor = ${cursor}::bigint THEN moved_to ELSE ${cursor}::bigint END,
      end_at = CASE WHEN end_at IS NULL THEN NULL ELSE ${cursor}::bigint END,
      low_watermark = CASE WHEN retrying + held + open_batches = 0 THEN ${cursor}::bigint
                           ELSE least(low_watermark, ${cursor}::bigint) END
    WHERE subscription_id = ${subscriptionId}::uuid AND run = 0`;
}

/** Opens lanes of an earlier time again behind an offset. */
async function reopenLanes(
  tx: Prisma.TransactionClient,
  subscriptionId: string,
  lanes: number,
  cursor: bigint,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE lane SET cursor = ${cursor}, end_at = NULL,
      moved_to = CASE WHEN cursor = ${cursor} THEN moved_to ELSE ${cursor} END,
      low_watermark = CASE WHEN retrying + held + open_batches = 0 THEN ${cursor} ELSE low_watermark END
    WHERE subscription_id = ${subscriptionId}::uuid AND run = 0 AND lanes = ${lanes}`;
}

/** Keeps dispatch away from the lanes of some subscriptions until the transaction ends. */
export async function lockLanes(
  tx: Prisma.TransactionClient,
  subscriptionIds: readonly string[],
): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM lane WHERE subscription_id = ANY(${subscriptionIds}::uuid[]) AND run = 0 ORDER BY id FOR UPDATE`;
}
