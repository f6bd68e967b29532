import * as z from "zod";
import { compileFlow } from "@/flow/compile/compile-flow";
import { isSeenOutside } from "@/flow/compile/is-outside";
import { parsePlan } from "@/flow/compile/plan-schema";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { validateTyped } from "@/flow/typed/type-issues";
import { definitions } from "@/nodes/registry/definitions.gen";
import { readTopicSchemas } from "../schemas/topic-schemas";
import { useCase } from "../use-case";
import { compareSubscriptions } from "./compare-subscriptions";
import { otherAuthors } from "./draft-authors";
import { waitingOf } from "./end-subscription";
import { findFlow } from "./find-flow";
import { findRevision } from "./find-revision";
import { otherFlows } from "./other-flows";
import { storedDocument } from "./stored-document";

/**
 * What a deployment of the draft would do, or going back to an earlier revision, for the sheet before it; changes
 * nothing.
 * @throws AppError `not-found` for an unknown revision
 */
export const previewDeploy = useCase(
  "flow.read",
  z.object({
    flow: z.string(),
    /** Absent: the draft. */
    revision: z.int().min(1).optional(),
  }),
  async (deps, actor, input) => {
    const { db } = deps;
    const flow = await findFlow(db, actor, input.flow);
    const earlier =
      input.revision === undefined ? undefined : await findRevision(db, flow.id, input.revision);
    const document = storedDocument(earlier?.document ?? flow.draft);
    const live = flow.liveRevision === null ? undefined : storedDocument(flow.liveRevision.document);
    const others = await otherFlows(db, actor.workspaceId, flow.id);
    const topics = await db.topic.findMany({
      where: { workspaceId: actor.workspaceId },
      include: { head: true },
    });
    const idOf = new Map(topics.map(({ id, name }) => [name, id]));
    const heads = new Map(
      topics.map(({ id, head, trimmedTo }) => [id, Number((head?.head ?? trimmedTo) - trimmedTo)]),
    );
    const names = topicNamesOf(document, definitions);
    const schemas = await readTopicSchemas(db, actor.workspaceId, names);
    // Topics that do not exist yet stand under their names, which no id looks like.
    const topicIds = Object.fromEntries(names.map((name) => [name, idOf.get(name) ?? name]));
    const nameOf = new Map(topics.map(({ id, name }) => [id, name]));
    const changes = countedChanges(diffFlows(live, document, definitions));
    const result = {
      version: flow.draftVersion,
      isFirst: live === undefined,
      // What ran before may run again, whatever rules were added since.
      issues: earlier === undefined ? validateTyped(document, definitions, others, schemas) : [],
      changes,
      /** Others than whoever asks, and how many of the changes they had a hand in. */
      others: earlier === undefined ? otherAuthors(flow, changes, actor) : [],
      newTopics: names.filter((name) => !idOf.has(name)),
      keptSamples: await db.producerSample.count({ where: { producer: { flowId: flow.id } } }),
    };
    const compiled =
      earlier === undefined
        ? compileFlow(document, definitions, topicIds, others, schemas)
        : { plan: parsePlan(earlier.plan) };
    if ("issues" in compiled) return { ...result, newConsumers: [], removedConsumers: [], isOutside: false };
    const { starting, ending } = await compareSubscriptions(db, flow.id, compiled.plan);
    const consumerName = new Map(live?.consumers.map(({ id, name }) => [id, name]));
    return {
      ...result,
      /** Something it runs acts on the world outside. */
      isOutside: compiled.plan.consumers.some(({ steps }) => isSeenOutside(steps, definitions)),
      newConsumers: starting.map(({ consumer, topicId, earlier }) => ({
        consumerId: consumer.id,
        name: consumer.name,
        topic: nameOf.get(topicId) ?? topicId,
        storedEvents: heads.get(topicId) ?? 0,
        isOutside: isSeenOutside(consumer.steps, definitions),
        /** It was removed before: "all stored events" are then those it has not had. */
        isBack: earlier !== undefined,
      })),
      removedConsumers: await Promise.all(
        ending.map(async ({ id, consumerId, topicId }) => ({
          consumerId,
          name: consumerName.get(consumerId) ?? consumerId,
          topic: nameOf.get(topicId) ?? topicId,
          ...(await waitingOf(db, id)),
        })),
      ),
    };
  },
);
