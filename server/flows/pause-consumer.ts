import * as z from "zod";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { useCase } from "../use-case";
import { announce } from "./announce";
import { lockFlow } from "./find-flow";
import { storedDocument } from "./stored-document";

const input = z.object({ flow: z.string(), consumerId: z.string() });

/** Pauses one consumer of a deployed flow; its events wait. */
export const pauseConsumer = useCase("flow.pause", input, (deps, actor, { flow, consumerId }) =>
  switchConsumer(deps, actor, flow, consumerId, "paused"),
);

/** Lets one consumer go on where it stopped. */
export const resumeConsumer = useCase("flow.pause", input, (deps, actor, { flow, consumerId }) =>
  switchConsumer(deps, actor, flow, consumerId, "active"),
);

async function switchConsumer(
  deps: Deps,
  actor: Actor,
  slug: string,
  consumerId: string,
  state: "paused" | "active",
): Promise<{ state: "paused" | "active" }> {
  return deps.db.$transaction(async (tx) => {
    const flow = await lockFlow(tx, actor, slug);
    if (state === "active" && flow.state === "paused") {
      throw new AppError("conflict", `${flow.name} is paused as a whole. Resume the flow.`);
    }
    const { count } = await tx.subscription.updateMany({
      where: { flowId: flow.id, consumerId, state: { not: "removed" } },
      data: { state },
    });
    if (count === 0) throw new AppError("not-found", "This consumer is not deployed, so it does not run.");
    const live = flow.liveRevision === null ? undefined : storedDocument(flow.liveRevision.document);
    const name = live?.consumers.find(({ id }) => id === consumerId)?.name ?? consumerId;
    const action = state === "paused" ? "consumer.paused" : "consumer.resumed";
    await recordAudit(tx, actor, action, name, { flow: flow.name });
    await announce(tx, flow.id);
    return { state };
  });
}
