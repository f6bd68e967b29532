import * as z from "zod";
import { AppError } from "../app-error";
import type { AuditAction } from "../audit/audit-actions";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { announce } from "./announce";
import { lockFlow } from "./find-flow";
import { storedDocument } from "./stored-document";

const input = z.object({ flow: z.string(), consumerId: z.string() });

type Wished = "paused" | "draining" | "active";

const audits: Readonly<Record<Wished, AuditAction>> = {
  paused: "consumer.paused",
  draining: "consumer.drained",
  active: "consumer.resumed",
};

/** Pauses one consumer of a deployed flow; its events wait. */
export const pauseConsumer = useCase("flow.pause", input, (deps, actor, { flow, consumerId }) =>
  switchConsumer(deps, actor, flow, consumerId, "paused"),
);

/** Lets one consumer take nothing new; what is open goes on to its end, then the consumer is paused. */
export const drainConsumer = useCase("flow.pause", input, (deps, actor, { flow, consumerId }) =>
  switchConsumer(deps, actor, flow, consumerId, "draining"),
);

/**
 * Lets one consumer go on where it stopped. One that stopped by itself at a dead letter goes on behind it; one that was
 * paused meanwhile is only no longer paused.
 */
export const resumeConsumer = useCase("flow.pause", input, (deps, actor, { flow, consumerId }) =>
  switchConsumer(deps, actor, flow, consumerId, "active"),
);

async function switchConsumer(
  deps: Deps,
  actor: Actor,
  slug: string,
  consumerId: string,
  state: Wished,
): Promise<{ state: Wished }> {
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, slug);
    if (state !== "paused" && flow.state === "paused") {
      throw new AppError("conflict", `${flow.name} is paused as a whole. Resume the flow.`);
    }
    const subscriptions = await tx.subscription.findMany({
      where: { flowId: flow.id, consumerId, state: { not: "removed" } },
    });
    if (subscriptions.length === 0) {
      throw new AppError("not-found", "This consumer is not deployed, so it does not run.");
    }
    const running = subscriptions.filter((one) => one.state === "active").map(({ id }) => id);
    if (state === "active") await tx.consumerStop.deleteMany({ where: { subscriptionId: { in: running } } });
    await tx.subscription.updateMany({
      // What is paused already has nothing to drain.
      where: {
        id: { in: subscriptions.map(({ id }) => id) },
        ...(state === "draining" ? { state: { not: "paused" } } : {}),
      },
      data: { state },
    });
    const live = flow.liveRevision === null ? undefined : storedDocument(flow.liveRevision.document);
    const name = live?.consumers.find(({ id }) => id === consumerId)?.name ?? consumerId;
    await recordAudit(tx, actor, audits[state], name, { flow: flow.name });
    await announce(tx, flow.id);
    return { state };
  });
}
