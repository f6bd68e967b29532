import { freeName, topicNameOf } from "@/flow/document/names";
import { toNodeConfig } from "@/flow/document/node-config";
import { type Alignment, alignedPlaces } from "@/flow/edit/align-cards";
import { newStep } from "@/flow/edit/new-cards";
import { setPositions } from "@/flow/edit/positions";
import { splitConsumer } from "@/flow/edit/split-consumer";
import { findStep } from "@/flow/graph/step-tree";
import { cardKey } from "@/flow/graph/wires";
import type { EditorStore } from "../state/editor-store";
import { selectCard } from "../state/selection";
import { sayWithUndo } from "./undo-toast";

export const alignments: readonly { readonly way: Alignment; readonly label: string }[] = [
  { way: "line", label: "Wires on one line" },
  { way: "left", label: "Align left edges" },
  { way: "right", label: "Align right edges" },
  { way: "top", label: "Align upper edges" },
  { way: "bottom", label: "Align lower edges" },
  { way: "space-across", label: "Same room across" },
  { way: "space-down", label: "Same room down" },
];

/** Lines up the selected cards. */
export function alignSelected(store: EditorStore, way: Alignment): void {
  const { selection } = store.getState();
  if (selection.kind !== "cards") return;
  const title = alignments.find((other) => other.way === way)?.label ?? "Align";
  store.edit(title, (document) => setPositions(document, alignedPlaces(document, selection.keys, way)));
}

/** Moves a step and all below it into a consumer of their own, behind a new topic. */
export function splitHere(store: EditorStore, stepId: string): void {
  const { nodes, document } = store.getState();
  const definition = nodes.steps.find(({ publishes }) => publishes);
  const found = findStep(document, stepId);
  if (!definition?.publishes || !found) return;
  const { publishes } = definition;
  const base = topicNameOf(found.consumer.name) || "part";
  const topic = freeName(`${base.slice(0, 60)}.done`, new Set(document.topics.map(({ name }) => name)));
  let added: string | undefined;
  store.edit("Split consumer", (current, ids) => {
    const publish = (name: string) => {
      const step = newStep(definition, [], ids);
      return { ...step, config: toNodeConfig(publishes.withTopic(step.config, name)) };
    };
    const split = splitConsumer(current, stepId, topic, publish, ids);
    added = split?.consumerId;
    return split?.document ?? current;
  });
  if (added === undefined) return;
  const key = cardKey("consumer", added);
  store.select(selectCard(key));
  store.setState({ reveal: key, consumerView: undefined });
  sayWithUndo(store, "Split. Retries of the two parts are now separate.");
}
