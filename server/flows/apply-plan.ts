import type { Plan, PlanConsumer } from "@/flow/compile/plan";
import type { Flow, Prisma, Subscription } from "@/prisma/generated/client";
import { announce } from "./announce";
import { compareSubscriptions, type StartingSubscription } from "./compare-subscriptions";
import { endSubscription, type WaitingCounts } from "./end-subscription";
import {
  laneCount,
  lockLanes,
  openLanes,
  orderKeyOf,
  refuseUnevenLanes,
  refuseWhileParked,
  reshapeLanes,
  skipTo,
} from "./lanes";
import { setProducers } from "./set-producers";
import { setRates } from "./set-rates";

/** Where a new consumer begins: with events from now, or with all that are stored. */
export type StartChoice = "now" | "beginning";

/** What a deployment did to subscriptions; kept with it. */
export interface DeployEffects {
  readonly started: readonly {
    readonly consumerId: string;
    readonly name: string;
    readonly topicId: string;
    readonly from: StartChoice;
    /** Stored events that it will be given at once. */
    readonly stored: number;
  }[];
  readonly kept: number;
  readonly removed: readonly ({ readonly consumerId: string; readonly topicId: string } & WaitingCounts)[];
}

export interface PlanToApply {
  readonly flow: Pick<Flow, "id" | "workspaceId" | "state" | "updatedAt">;
  readonly revisionId: string;
  readonly plan: Plan;
  /** By consumer id; `now` when absent. */
  readonly starts: Readonly<Record<string, StartChoice>>;
}

/**
 * Makes a plan the running one: subscriptions with their lanes, producers, and the flow's state. A paused flow stays
 * paused. Everything in the given transaction; workers learn of it when that commits.
 * @throws AppError `conflict` when a consumer cannot change its order at this moment
 */
export async function applyPlan(tx: Prisma.TransactionClient, job: PlanToApply): Promise<DeployEffects> {
  const { flow, plan, revisionId } = job;
  const isPaused = flow.state === "paused";
  const changes = await compareSubscriptions(tx, flow.id, plan);
  // All at once and by id, as everybody who needs several lanes does.
  await lockLanes(tx, [
    ...changes.kept.map(({ subscription }) => subscription.id),
    ...changes.starting.flatMap(({ earlier }) => earlier?.id ?? []),
  ]);
  const started = [];
  for (const starting of changes.starting) started.push(await start(tx, job, starting, isPaused));
  for (const { consumer, subscription } of changes.kept) {
    await keep(tx, subscription, consumer, revisionId);
  }
  const removed = [];
  for (const { id, consumerId, topicId } of changes.ending) {
    const cut = await endSubscription(tx, id);
    removed.push({ consumerId, topicId, ...cut });
  }
  await setRates(tx, flow.id, plan);
  await setProducers(tx, flow.id, plan, isPaused);
  await tx.flow.update({
    where: { id: flow.id },
    // The time of the draft's last save stays: deploying saves nothing.
    data: { state: isPaused ? "paused" : "live", liveRevisionId: revisionId, updatedAt: flow.updatedAt },
  });
  await announce(tx, flow.id);
  return { started, kept: changes.kept.length, removed };
}

async function start(
  tx: Prisma.TransactionClient,
  { flow, revisionId, starts }: PlanToApply,
  { consumer, topicId, earlier }: StartingSubscription,
  isPaused: boolean,
): Promise<DeployEffects["started"][number]> {
  const { head } = await tx.topicHead.findUniqueOrThrow({ where: { topicId } });
  const from = starts[consumer.id] ?? "now";
  const lanes = laneCount(consumer.order);
  const settings = {
    state: isPaused ? "paused" : "active",
    removedAt: null,
    orderMode: consumer.order.mode,
    orderKey: orderKeyOf(consumer.order),
    isOutside: consumer.isOutside,
    whenGivenUp: consumer.failure.whenGivenUp ?? null,
    revisionId,
  };
  if (earlier === undefined) {
    // What retention has deleted is nobody's business any more.
    const { trimmedTo } = await tx.topic.findUniqueOrThrow({ where: { id: topicId } });
    const cursor = from === "now" ? head : trimmedTo;
    const made = await tx.subscription.create({
      data: {
        workspaceId: flow.workspaceId,
        flowId: flow.id,
        consumerId: consumer.id,
        topicId,
        startOffset: cursor,
        ...settings,
      },
    });
    await openLanes(tx, made.id, lanes, cursor);
    return { consumerId: consumer.id, name: consumer.name, topicId, from, stored: Number(head - cursor) };
  }
  // It was here before: "all stored events" are then those it has not had, so that none is delivered twice.
  if (from === "now") await skipTo(tx, earlier.id, head);
  await reorder(tx, earlier, consumer);
  await tx.subscription.update({
    where: { id: earlier.id },
    data: { ...settings, ...(from === "now" ? { startOffset: head } : {}) },
  });
  const first = await tx.lane.aggregate({
    where: { subscriptionId: earlier.id, run: 0, endAt: null },
    _min: { cursor: true },
  });
  const stored = Number(head - (first._min.cursor ?? head));
  return { consumerId: consumer.id, name: consumer.name, topicId, from, stored };
}

async function keep(
  tx: Prisma.TransactionClient,
  subscription: Subscription,
  consumer: PlanConsumer,
  revisionId: string,
): Promise<void> {
  await reorder(tx, subscription, consumer);
  await tx.subscription.update({
    where: { id: subscription.id },
    data: {
      revisionId,
      orderMode: consumer.order.mode,
      orderKey: orderKeyOf(consumer.order),
      isOutside: consumer.isOutside,
      whenGivenUp: consumer.failure.whenGivenUp ?? null,
    },
  });
}

/** Gives a subscription the lanes of its new order. */
async function reorder(
  tx: Prisma.TransactionClient,
  { id, orderMode, orderKey }: Subscription,
  { name, order }: Pick<PlanConsumer, "name" | "order">,
): Promise<void> {
  const isOtherRule = orderMode !== order.mode || orderKey !== orderKeyOf(order);
  if (isOtherRule) await refuseWhileParked(tx, { id, name });
  if (orderMode === "key" && isOtherRule) await refuseUnevenLanes(tx, { id, name });
  await reshapeLanes(tx, { id, name }, laneCount(order));
}
