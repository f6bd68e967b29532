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
    if (flow.state !== "paused") {
      await switchFlow(tx, flow, true);
      await recordAudit(tx, actor, "flow.paused", flow.name);
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
      await switchFlow(tx, flow, false);
      await recordAudit(tx, actor, "flow.resumed", flow.name);
    }
    return { state: "live" as const };
  }),
);

async function switchFlow(tx: Prisma.TransactionClient, flow: FoundFlow, isPaused: boolean): Promise<void> {
  if (flow.liveRevision === null) {
    throw new AppError(
      "conflict",
      `${flow.name} was never deployed, so nothing of it runs. Deploy it first.`,
    );
  }
  await tx.flow.update({
    where: { id: flow.id },
    data: { state: isPaused ? "paused" : "live", updatedAt: flow.updatedAt },
  });
  await tx.subscription.updateMany({
    where: { flowId: flow.id, state: isPaused ? "active" : "paused" },
    data: { state: isPaused ? "paused" : "active" },
  });
  await setProducers(tx, flow.id, parsePlan(flow.liveRevision.plan), isPaused);
  await announce(tx, flow.id);
}
