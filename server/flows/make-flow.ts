import { topicNamesOf } from "@/flow/compile/topic-names-of";
import type { FlowDocument } from "@/flow/document/flow-document";
import { addTopicCards } from "@/flow/document/with-topic-cards";
import { definitions } from "@/nodes/registry/definitions.gen";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { toStoredJson } from "../stored-json";
import { freeFlowSlug } from "./free-slug";
import { keepProducers } from "./keep-producers";

/** Stores a new flow with its producers' addresses; `slug` is made from the name unless it is given and free. */
export async function makeFlow(
  deps: Deps,
  actor: Actor,
  document: FlowDocument,
  given: { readonly slug?: string } = {},
): Promise<{ slug: string; version: number }> {
  const complete = withAllTopicCards(document);
  return deps.db.$transaction(async (tx) => {
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
  });
}

/** A document with a card for every topic that it names, those that steps publish to included. */
export function withAllTopicCards(document: FlowDocument): FlowDocument {
  return addTopicCards(document, topicNamesOf(document, definitions));
}
