import * as z from "zod";
import { parsePlan } from "@/flow/compile/plan-schema";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";
import { announce } from "./announce";
import { type FoundFlow, lockFlow } from "./find-flow";
import { setProducers } from "./set-producers";

/**
 * Pauses a live flow: its consumers take no new events and its schedules do not fire. What runs finishes; addresses
 * still take events, which wait in their topics.
 * @throws AppError `conflict` when it was never deployed
 */
export const pauseFlow = useCase("flow.pause", z.object({ flow: z.string() }), async (deps, actor, input) =>
  deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, input.flow);
    const draining = { flowId: flow.id, state: "draining" };
    if (flow.state !== "paused" || (await tx.subscription.count({ where: draining })) > 0) {
      await switchFlow(tx, flow, "paused");
      await recordAudit(tx, actor, "flow.paused", flow.name);
    }
    return { state: "paused" as const };
  }),
);

/**
 * Lets a live flow finish: its consumers take no new events and its schedules do not fire, what is open goes on to its
 * end. The flow counts as paused from now on, its consumers as soon as nothing of theirs is open.
 * @throws AppError `conflict` when it was never deployed
 */
export const drainFlow = useCase("flow.pause", z.object({ flow: z.string() }), async (deps, actor, input) =>
  deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, input.flow);
    if (flow.state !== "paused") {
      await switchFlow(tx, flow, "draining");
      await recordAudit(tx, actor, "flow.drained", flow.name);
    }
    return { state: "paused" as const };
  }),
);

/**
 * Lets a paused flow go on where it stopped; consumers that were paused one by one go on too.
 * @throws AppError `conflict` when it was never deployed
 */
export const resumeFlow = useCase("flow.pause", z.object({ flow: z.string() }), async (deps, actor, input) =>
  deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, input.flow);
    if (flow.state !== "live") {
      await switchFlow(tx, flow, "active");
      await recordAudit(tx, actor, "flow.resumed", flow.name);
    }
    return { state: "live" as const };
  }),
);

/** What each state of consumers becomes. */
const becomes = {
  paused: { from: ["active", "draining"], isPaused: true },
  draining: { from: ["active"], isPaused: true },
  active: { from: ["paused", "draining"], isPaused: false },
} as const;

async function switchFlow(
  tx: Prisma.TransactionClient,
  flow: FoundFlow,
  to: keyof typeof becomes,
): Promise<void> {
  if (flow.liveRevision === null) {
    throw new AppError(
      "conflict",
      `${flow.name} was never deployed, so nothing of it runs. Deploy it first.`,
    );
  }
  const { from, isPaused } = becomes[to];
  await tx.flow.update({
    where: { id: flow.id },
    data: { state: isPaused ? "paused" : "live", updatedAt: flow.updatedAt },
  });
  await tx.subscription.updateMany({
    where: { flowId: flow.id, state: { in: [...from] } },
    data: { state: to },
  });
  await setProducers(tx, flow.id, parsePlan(flow.liveRevision.plan), isPaused);
  await announce(tx, flow.id);
}
