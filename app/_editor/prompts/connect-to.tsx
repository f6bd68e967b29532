"use client";

import { Cylinder, ListChecks, Plus } from "lucide-react";
import { asTopicName } from "@/flow/document/names";
import { refusalOf, type WireSource } from "@/flow/edit/connect";
import { cardKey, parseCardKey } from "@/flow/graph/wires";
import { nameTopic } from "../actions/add-actions";
import { cardName, drawWire, stepName } from "../actions/change-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import { focusElement } from "../state/focus";
import { type PickItem, PickList } from "./pick-list";

interface ConnectToProps {
  readonly from: string;
  readonly onCancel: () => void;
}

function sourceOf(key: string): WireSource | undefined {
  if (key.startsWith("step:")) return { kind: "step", id: key.slice("step:".length) };
  return parseCardKey(key);
}

/** Cards that a wire from here may end at. */
function targets({ document }: EditorState, source: WireSource): PickItem[] {
  const topics = document.topics
    .filter(({ name }) => refusalOf(document, source, { kind: "topic", id: name }) === undefined)
    .map(
      ({ name }): PickItem => ({
        id: cardKey("topic", name),
        title: name,
        icon: Cylinder,
        group: "Topics",
        isMono: true,
      }),
    );
  const consumers = document.consumers
    .filter(({ id }) => refusalOf(document, source, { kind: "consumer", id }) === undefined)
    .map(
      ({ id, name }): PickItem => ({
        id: cardKey("consumer", id),
        title: name,
        icon: ListChecks,
        group: "Consumers",
      }),
    );
  return source.kind === "topic" ? [...consumers, ...topics] : [...topics, ...consumers];
}

/** `C`: draws a wire by typing where it goes; what does not exist yet is made. */
export function ConnectTo({ from, onCancel }: ConnectToProps) {
  const store = useEditorStore();
  const source = sourceOf(from);
  const items = useEditor((state) => state.document) && (source ? targets(store.getState(), source) : []);
  const name = from.startsWith("step:") ? stepName(store, from.slice("step:".length)) : cardName(store, from);
  if (!source) return null;
  const find = (query: string): PickItem[] => {
    const text = query.trim().toLowerCase();
    const found = items.filter(({ title }) => title.toLowerCase().includes(text));
    if (source.kind === "topic") {
      return [
        ...found,
        {
          id: "new-consumer",
          title: "New consumer",
          detail: "Pick its first step",
          icon: Plus,
          group: "New",
        },
      ];
    }
    const topic = asTopicName(query);
    const isKnown = found.some(({ title }) => title === topic);
    const named: PickItem[] =
      topic === "" || isKnown
        ? []
        : [{ id: "new-topic", title: topic, detail: "New topic", icon: Plus, group: "New", isMono: true }];
    return [...found, ...named];
  };
  const pick = (id: string, query: string) => {
    store.setState({ prompt: undefined });
    if (id === "new-topic" && source.kind !== "topic") {
      nameTopic(store, source, query);
      focusElement(`topic:${asTopicName(query)}`);
      return;
    }
    const card = parseCardKey(id);
    drawWire(store, source, card ?? { kind: "empty" }, { anchor: { key: from } });
    if (!store.getState().prompt) focusElement(from);
  };
  return (
    <PickList
      className="max-h-105"
      placeholder={`Wire ${name} to`}
      find={find}
      onPick={pick}
      onCancel={onCancel}
      empty={() => "Type the name of a new topic."}
    />
  );
}
