import type { FlowDocument, Step } from "../document/flow-document";
import { findStep } from "../graph/step-tree";
import { cardKey } from "../graph/wires";
import { setConsumer } from "./consumer-commands";
import { addNewConsumer, addNewTopic } from "./new-cards";
import type { IdSource } from "./new-ids";

/** Why a consumer cannot be split above this step, as a sentence; undefined where it can. */
export function whyNotSplit(document: FlowDocument, stepId: string): string | undefined {
  const found = findStep(document, stepId);
  if (!found) return "There is no such step.";
  if (found.place.branchId !== undefined) return "Split outside of the branches.";
  return found.place.index === 0 ? "There is nothing above this step." : undefined;
}

/**
 * Moves a step and all below it into a consumer of their own, behind a new topic that the first part publishes to at
 * its end. The parts are tried again each for itself.
 */
export function splitConsumer(
  document: FlowDocument,
  stepId: string,
  topic: string,
  publish: (topic: string) => Step,
  ids: IdSource,
): { readonly document: FlowDocument; readonly consumerId: string } | undefined {
  const found = findStep(document, stepId);
  if (!found || whyNotSplit(document, stepId) !== undefined) return undefined;
  const { consumer, place } = found;
  const key = cardKey("consumer", consumer.id);
  const shortened: FlowDocument = {
    ...document,
    consumers: document.consumers.map((other) =>
      other.id === consumer.id
        ? { ...other, steps: [...other.steps.slice(0, place.index), publish(topic)] }
        : other,
    ),
  };
  const withCard = addNewTopic(shortened, topic, { beside: key });
  const steps = consumer.steps.slice(place.index);
  const added = addNewConsumer(withCard, { name: consumer.name, when: [topic], steps }, ids);
  const { failure, order } = consumer;
  return {
    document: setConsumer(added.document, added.consumer.id, { failure, order }),
    consumerId: added.consumer.id,
  };
}
