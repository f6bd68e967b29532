import * as z from "zod";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { toStoredJson } from "../stored-json";
import { useCase } from "../use-case";
import { announceEdited } from "./announce";
import { draftAuthors } from "./draft-authors";
import { type FoundFlow, findFlow } from "./find-flow";
import { keepProducers } from "./keep-producers";
import { withAllTopicCards } from "./make-flow";
import { producerAddresses } from "./producer-addresses";
import { givenDocument } from "./stored-document";

/**
 * Saves the draft of a flow. `version` is the one that the editor started from; the answer carries the next.
 * @throws AppError `conflict` when somebody saved meanwhile; its details say `{version, savedBy, savedAt}`
 */
export const saveDraft = useCase(
  "flow.edit",
  z.object({ flow: z.string(), version: z.int().min(1), document: z.unknown() }),
  async (deps, actor, input) => {
    const document = givenDocument(input.document);
    const saved = await deps.db.$transaction(async (tx) => {
      const flow = await findFlow(tx, actor, input.flow);
      return writeDraft(tx, deps, actor, flow, input.version, document);
    });
    return { ...saved, producers: await producerAddresses(deps, actor, saved.flowId) };
  },
);

/**
 * Replaces a draft in a transaction, when it still has the version that the change was made on.
 * @throws AppError `conflict`
 */
export async function writeDraft(
  tx: Prisma.TransactionClient,
  deps: Pick<Deps, "env">,
  actor: Actor,
  flow: FoundFlow,
  version: number,
  given: FlowDocument,
): Promise<{ flowId: string; version: number; savedAt: Date; document: FlowDocument }> {
  const document = withAllTopicCards(given);
  const { count } = await tx.flow.updateMany({
    where: { id: flow.id, draftVersion: version },
    data: {
      draft: toStoredJson(document),
      name: document.name,
      draftAuthors: draftAuthors(flow, document, actor),
      draftVersion: { increment: 1 },
      updatedBy: actor.name,
    },
  });
  const now = await tx.flow.findUniqueOrThrow({
    where: { id: flow.id },
    select: { draftVersion: true, updatedAt: true, updatedBy: true },
  });
  if (count === 0) {
    throw new AppError(
      "conflict",
      `${now.updatedBy} saved this flow meanwhile. Compare, then keep yours or take theirs.`,
      { version: now.draftVersion, savedBy: now.updatedBy, savedAt: now.updatedAt.toISOString() },
    );
  }
  await announceEdited(tx, flow.id);
  await keepProducers(tx, deps.env, flow, document);
  return { flowId: flow.id, version: now.draftVersion, savedAt: now.updatedAt, document };
}
