import { subscribe } from "@/flow/edit/consumer-commands";
import { newStep } from "@/flow/edit/new-cards";
import { insertStep } from "@/flow/edit/step-commands";
import { fieldsAt } from "@/flow/graph/fields";
import { knownDocument } from "../samples/known-document";
import type { EditorStore } from "../state/editor-store";

/** One more topic for a consumer that reacts to others already: whichever arrives. */
export function whenAny(store: EditorStore, consumerId: string, topic: string): void {
  store.edit(`Wire ${topic}`, (document) => subscribe(document, consumerId, topic));
}

/** One more topic for a consumer that goes on when all have arrived: *Wait for all* stands first. */
export function whenAll(store: EditorStore, consumerId: string, topic: string): void {
  const { nodes, observed } = store.getState();
  const definition = nodes.steps.find(({ joins }) => joins);
  if (!definition) return;
  let added: string | undefined;
  store.edit(`Wait for all, with ${topic}`, (document, ids) => {
    const wired = subscribe(document, consumerId, topic);
    // A field that all of them have: what belongs together is told apart by it.
    const fields = fieldsAt(knownDocument({ document: wired, observed }), nodes, consumerId);
    const step = newStep(
      definition,
      fields.filter(({ onlyIn }) => onlyIn === undefined),
      ids,
    );
    added = step.id;
    return insertStep(wired, { consumerId, index: 0 }, step);
  });
  if (added === undefined) return;
  const id = added;
  store.select({ kind: "step", id });
  store.setState(({ fresh }) => ({
    isInspectorOpen: true,
    wantedField: "",
    fresh: new Set(fresh).add(id),
  }));
}
