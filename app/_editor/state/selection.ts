import type { FlowDocument } from "@/flow/document/flow-document";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";

/** What the inspector shows and what keys act on. */
export type Selection =
  | { readonly kind: "none" }
  /** Card keys; one or more. */
  | { readonly kind: "cards"; readonly keys: readonly string[] }
  | { readonly kind: "step"; readonly id: string }
  | { readonly kind: "branch"; readonly id: string }
  | { readonly kind: "wire"; readonly id: string };

export const noSelection: Selection = { kind: "none" };

export function selectCard(key: string): Selection {
  return { kind: "cards", keys: [key] };
}

/** The one selected card, if exactly one is. */
export function onlyCard(selection: Selection): string | undefined {
  return selection.kind === "cards" && selection.keys.length === 1 ? selection.keys[0] : undefined;
}

/** The name that the focused element of a selection carries in `data-key`. */
export function focusKeyOf(selection: Selection): string | undefined {
  switch (selection.kind) {
    case "none":
      return undefined;
    case "cards":
      return selection.keys.at(-1);
    default:
      return `${selection.kind}:${selection.id}`;
  }
}

/** The card of what is selected: itself, or the consumer that holds it. */
export function selectedCard(selection: Selection, document: FlowDocument): string | undefined {
  if (selection.kind === "cards") return selection.keys.at(-1);
  const consumer =
    selection.kind === "step"
      ? findStep(document, selection.id)?.consumer
      : selection.kind === "branch"
        ? findBranch(document, selection.id)?.consumer
        : undefined;
  return consumer && cardKey("consumer", consumer.id);
}
