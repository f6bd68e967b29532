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

interface GivenFlow {
  readonly slug?: string;
  /** The AsyncAPI document that it comes from. */
  readonly asyncApiDocumentId?: string;
}

/** Makes a flow inside a transaction; see `makeFlow`. */
export async function makeFlowIn(
  tx: Prisma.TransactionClient,
  env: Deps["env"],
  actor: Actor,
  document: FlowDocument,
  given: GivenFlow = {},
): Promise<{ id: string; slug: string; version: number }> {
  const complete = withAllTopicCards(document);
  const slug = given.slug ?? (await freeFlowSlug(tx, actor, complete.name));
  const flow = await tx.flow.create({
    data: {
      workspaceId: actor.workspaceId,
      slug,
      name: complete.name,
      draft: toStoredJson(complete),
      updatedBy: actor.name,
      asyncApiDocumentId: given.asyncApiDocumentId ?? null,
    },
  });
  await keepProducers(tx, env, flow, complete);
  await recordAudit(tx, actor, "flow.created", complete.name);
  return { id: flow.id, slug, version: flow.draftVersion };
}

/**
 * Stores a new flow with its producers' addresses; `slug` is made from the name unless it is given.
 * @throws AppError `conflict` when the slug was taken, a moment ago or long before
 */
export async function makeFlow(
  deps: Deps,
  actor: Actor,
  document: FlowDocument,
  given: GivenFlow = {},
): Promise<{ slug: string; version: number }> {
  const { slug, version } = await refuseTakenSlug(
    deps.db.$transaction((tx) => makeFlowIn(tx, deps.env, actor, document, given)),
  );
  return { slug, version };
}

/**
 * What makes flows, with a sentence for two people who make one of the same name at once.
 * @throws AppError `conflict`
 */
export async function refuseTakenSlug<Made>(making: Promise<Made>): Promise<Made> {
  try {
    return await making;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    throw new AppError("conflict", "A flow of this name was made at the same moment. Try again.");
  }
}

/** A document with a card for every topic that it names, those that steps publish to included. */
export function withAllTopicCards(document: FlowDocument): FlowDocument {
  return addTopicCards(document, topicNamesOf(document, definitions));
}
