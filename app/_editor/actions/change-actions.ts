import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import type { FlowDocument } from "@/flow/document/flow-document";
import { removeBranch } from "@/flow/edit/branch-commands";
import { connect, type WireSource, type WireTarget } from "@/flow/edit/connect";
import { setConsumer, subscribe, unsubscribe } from "@/flow/edit/consumer-commands";
import { addNewConsumer } from "@/flow/edit/new-cards";
import { withNewIds } from "@/flow/edit/new-ids";
import { setPositions } from "@/flow/edit/positions";
import { removeCards, removeWire } from "@/flow/edit/remove-cards";
import { insertStep, moveStep, nudgeStep, removeStep, setStepDisabled } from "@/flow/edit/step-commands";
import { portOffset } from "@/flow/graph/card-size";
import type { Point } from "@/flow/graph/placement";
import { findBranch, findStep, type StepPlace } from "@/flow/graph/step-tree";
import { cardNameIn } from "@/flow/graph/wire-words";
import { type CardKind, cardKey, endsOf, parseCardKey, wiresOf } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";
import type { Anchor } from "../state/prompt";
import { noSelection, selectCard } from "../state/selection";
import { addPublish, copyOn } from "./add-actions";
import { sayWithUndo } from "./undo-toast";

/** Removes what is selected. Undo is the safety; what took more than itself with it says so. */
export function removeSelected(store: EditorStore): void {
  const { selection, document, nodes } = store.getState();
  if (selection.kind === "step") {
    const found = findStep(document, selection.id);
    if (!found) return;
    const name = stepName(store, selection.id);
    store.edit(`Remove ${name}`, (current) => removeStep(current, selection.id), {
      select: selectCard(`consumer:${found.consumer.id}`),
      announce: `${name} removed.`,
    });
  } else if (selection.kind === "branch") {
    const found = findBranch(document, selection.id);
    if (!found) return;
    store.edit("Remove branch", (current) => removeBranch(current, selection.id), {
      select: { kind: "step", id: found.owner.id },
    });
  } else if (selection.kind === "wire") {
    removeWireById(store, selection.id);
  } else if (selection.kind === "cards" && selection.keys.length > 0) {
    const removed = removeCards(document, selection.keys, nodes);
    const only = selection.keys.length === 1 ? parseCardKey(selection.keys[0] ?? "") : undefined;
    const key = selection.keys.length === 1 ? (selection.keys[0] ?? "") : "";
    const word = key.startsWith("note:") ? "note" : key.startsWith("group:") ? "group" : undefined;
    const what = word ?? (only ? cardName(store, key) : formatPlural(removed.cards, "card"));
    store.edit(`Remove ${what}`, () => removed.document, { select: noSelection });
    if (only?.kind === "topic")
      sayWithUndo(store, `Removed from this flow. ${only.id} and its events are kept.`);
    else if (removed.wires > 0 || removed.cards > 1) {
      const wires = removed.wires > 0 ? `, ${formatPlural(removed.wires, "wire")}` : "";
      sayWithUndo(store, `Removed ${what}${wires}.`);
    }
  }
}

/** Removes one wire, with the way back in a toast. */
export function removeWireById(store: EditorStore, wireId: string): void {
  const { nodes, document } = store.getState();
  const wire = wiresOf(document, nodes).find(({ id }) => id === wireId);
  if (!wire) return;
  const { from, to } = endsOf(wire);
  const name = `${cardName(store, from)} to ${cardName(store, to)}`;
  store.edit(`Remove wire ${name}`, (current) => removeWire(current, wireId, nodes), { select: noSelection });
  sayWithUndo(store, `Removed the wire from ${name}.`);
}

/** The name that people gave a card. */
export function cardName(store: EditorStore, key: string): string {
  return cardNameIn(store.getState().document, key);
}

/** The name of a step, its own or that of its type. */
export function stepName(store: EditorStore, stepId: string): string {
  const { document, nodes } = store.getState();
  const step = findStep(document, stepId)?.step;
  return step ? (step.name ?? nodes.step(step.type)?.title ?? step.type) : "Step";
}

/** Does what drawing a wire means, or asks what it needs to know. */
export function drawWire(
  store: EditorStore,
  from: WireSource,
  to: WireTarget,
  at: {
    readonly anchor: Anchor /** Where on the drawing it was dropped. */;
    readonly end?: Point | undefined;
  },
): void {
  const { document, nodes } = store.getState();
  const result = connect(document, from, to, nodes);
  const target = to.kind === "consumer" ? to.id : undefined;
  // The end of the wire stays where it was dropped: the card is placed around it.
  const corner = (kind: CardKind) => at.end && { x: at.end.x, y: at.end.y - portOffset[kind] };
  switch (result.kind) {
    case "done":
      store.edit(result.title, () => result.document);
      if (result.notice !== undefined) sayWithUndo(store, result.notice);
      return;
    case "nothing":
      showToast(result.notice, { tone: "info" });
      return;
    case "refused":
      showToast(result.reason, { tone: "info" });
      store.announce(result.reason);
      return;
    case "add-publish":
      addPublish(store, result.consumerId, result.topic);
      return;
    case "any-or-all": {
      const { topic, consumerId } = result;
      store.setState({ prompt: { kind: "any-or-all", topic, consumerId, anchor: at.anchor } });
      return;
    }
    case "copy-on":
      copyOn(store, result.from, result.to);
      return;
    case "pick-step":
      store.setState({
        prompt: {
          kind: "pick-step",
          target: { kind: "new-consumer", topic: result.topic, position: corner("consumer") },
          anchor: at.anchor,
        },
      });
      return;
    case "ask-topic":
    case "choose-topic":
      if (from.kind === "topic") return;
      store.setState({
        prompt: {
          kind: "name-topic",
          asker: from,
          consumerId: target,
          position: target === undefined ? corner("topic") : undefined,
          anchor: at.anchor,
        },
      });
  }
}

/** Does what pulling the end of a wire to another place means: it leads there, or nowhere any more. */
export function pullWire(
  store: EditorStore,
  wireId: string,
  to: WireTarget,
  at: { readonly anchor: Anchor; readonly end?: Point | undefined },
): void {
  const { nodes, document } = store.getState();
  const wire = wiresOf(document, nodes).find(({ id }) => id === wireId);
  if (!wire) return;
  if (to.kind === "empty") removeWireById(store, wireId);
  else if (cardKey(to.kind, to.id) === endsOf(wire).to) return;
  else if (wire.kind === "send") drawWire(store, { kind: "producer", id: wire.producerId }, to, at);
  else if (wire.kind === "publish") drawWire(store, { kind: "step", id: wire.stepId }, to, at);
  else if (to.kind !== "consumer" || isSubscribed(document, to.id, wire.topic)) {
    drawWire(store, { kind: "topic", id: wire.topic }, to, at);
  } else {
    const name = cardName(store, cardKey(to.kind, to.id));
    store.edit(`Wire ${wire.topic} to ${name}`, (current) =>
      subscribe(unsubscribe(current, wire.consumerId, wire.topic), to.id, wire.topic),
    );
    sayWithUndo(store, `${wire.topic} now leads to ${name}.`);
  }
}

function isSubscribed(document: FlowDocument, consumerId: string, topic: string): boolean {
  return document.consumers.some(({ id, when }) => id === consumerId && when.includes(topic));
}

/** Puts cards where they were dragged to. */
export function moveCards(store: EditorStore, places: ReadonlyMap<string, Point>): void {
  const title = places.size === 1 ? "Move card" : `Move ${places.size} cards`;
  store.edit(title, (document) => setPositions(document, places));
}

export function moveStepTo(store: EditorStore, stepId: string, place: StepPlace): void {
  store.edit("Move step", (document) => moveStep(document, stepId, place), {
    select: { kind: "step", id: stepId },
  });
}

export function nudgeSelectedStep(store: EditorStore, direction: "up" | "down"): void {
  const { selection } = store.getState();
  if (selection.kind !== "step") return;
  store.edit(`Move step ${direction}`, (document) => nudgeStep(document, selection.id, direction));
}

export function toggleSelectedStep(store: EditorStore): void {
  const { selection, document } = store.getState();
  if (selection.kind !== "step") return;
  const isDisabled = findStep(document, selection.id)?.step.disabled === true;
  store.edit(isDisabled ? "Enable step" : "Disable step", (current) =>
    setStepDisabled(current, selection.id, !isDisabled),
  );
}

export function toggleCollapsed(store: EditorStore, consumerId: string): void {
  const consumer = store.getState().document.consumers.find(({ id }) => id === consumerId);
  if (!consumer) return;
  const isCollapsed = consumer.collapsed === true;
  store.edit(isCollapsed ? "Unfold consumer" : "Fold consumer", (document) =>
    setConsumer(document, consumerId, { collapsed: isCollapsed ? undefined : true }),
  );
}

export function copyStepTo(store: EditorStore, stepId: string, place: StepPlace): void {
  store.edit("Copy step", (document, ids) => {
    const found = findStep(document, stepId);
    return found ? insertStep(document, place, withNewIds(found.step, ids)) : document;
  });
}

/** A step dropped on empty canvas becomes the first of a consumer of its own. */
export function stepToNewConsumer(store: EditorStore, stepId: string, position: Point): void {
  const name = stepName(store, stepId);
  store.edit(`Move ${name} to a new consumer`, (document, ids) => {
    const found = findStep(document, stepId);
    if (!found) return document;
    const without = removeStep(document, stepId);
    return addNewConsumer(without, { name, when: found.consumer.when, steps: [found.step] }, ids, position)
      .document;
  });
}
