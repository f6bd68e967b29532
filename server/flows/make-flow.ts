import { topicNamesOf } from "@/flow/compile/topic-names-of";
import type { FlowDocument } from "@/flow/document/flow-document";
import { addTopicCards } from "@/flow/document/with-topic-cards";
import { definitions } from "@/nodes/registry/definitions.gen";
import { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { toStoredJson } from "../stored-json";
import { freeFlowSlug } from "./free-slug";
import { keepProducers } from "./keep-producers";

/**
 * Stores a new flow with its producers' addresses; `slug` is made from the name unless it is given.
 * @throws AppError `conflict` when the slug was taken, a moment ago or long before
 */
export async function makeFlow(
  deps: Deps,
  actor: Actor,
  document: FlowDocument,
  given: { readonly slug?: string } = {},
): Promise<{ slug: string; version: number }> {
  const complete = withAllTopicCards(document);
  const make = async (tx: Prisma.TransactionClient) => {
    const slug = given.slug ?? (await freeFlowSlug(tx, actor, complete.name));
    const flow = await tx.flow.create({
      data: {
        workspaceId: actor.workspaceId,
        slug,
        name: complete.name,
        draft: toStoredJson(complete),
        updatedBy: actor.name,
      },
    });
    await keepProducers(tx, deps.env, flow, complete);
    await recordAudit(tx, actor, "flow.created", complete.name);
    return { slug, version: flow.draftVersion };
  };
  try {
    return await deps.db.$transaction(make);
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    throw new AppError("conflict", "A flow of this name was made at the same moment. Try again.");
  }
}

/** A document with a card for every topic that it names, those that steps publish to included. */
export function withAllTopicCards(document: FlowDocument): FlowDocument {
  return addTopicCards(document, topicNamesOf(document, definitions));
}
