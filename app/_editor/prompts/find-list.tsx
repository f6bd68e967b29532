"use client";

import { Cylinder, GitBranch, Group, ListChecks, StickyNote } from "lucide-react";
import { nodeIcon } from "@/app/_ui/node-icon";
import { stepsOf } from "@/flow/document/flow-document";
import { groupKey, noteKey } from "@/flow/edit/annotations";
import { branchText } from "@/flow/graph/branch-text";
import { cardKey } from "@/flow/graph/wires";
import { jumpTo } from "../actions/jump-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import { type PickItem, PickList } from "./pick-list";

/** Everything in a flow that has a name. */
function places({ document, nodes }: EditorState): PickItem[] {
  const producers = document.producers.map((producer): PickItem => {
    const definition = nodes.producer(producer.type);
    return {
      id: cardKey("producer", producer.id),
      title: producer.name,
      detail: definition?.title,
      icon: nodeIcon(definition?.icon ?? "log-in"),
      group: "Producers",
    };
  });
  const topics = document.topics.map(
    ({ name, description }): PickItem => ({
      id: cardKey("topic", name),
      title: name,
      detail: description,
      icon: Cylinder,
      group: "Topics",
      isMono: true,
    }),
  );
  const consumers = document.consumers.flatMap((consumer): PickItem[] => [
    {
      id: cardKey("consumer", consumer.id),
      title: consumer.name,
      detail: consumer.when.length === 0 ? undefined : `When ${consumer.when.join(" or ")}`,
      icon: ListChecks,
      group: "Consumers and steps",
    },
    ...[...stepsOf(consumer.steps)].flatMap((step): PickItem[] => {
      const definition = nodes.step(step.type);
      const title = step.name ?? definition?.row(step.config) ?? step.type;
      const group = "Consumers and steps";
      return [
        {
          id: `step:${step.id}`,
          title,
          detail: `${definition?.title ?? step.type} in ${consumer.name}`,
          icon: nodeIcon(definition?.icon ?? "box"),
          group,
        },
        ...(step.branches ?? [])
          .filter(({ condition }) => condition !== undefined)
          .map(
            (branch): PickItem => ({
              id: `branch:${branch.id}`,
              title: branchText(branch),
              detail: `Branch of ${title} in ${consumer.name}`,
              icon: GitBranch,
              group,
            }),
          ),
      ];
    }),
  ]);
  const words = [
    ...(document.notes ?? []).map(
      ({ id, text }): PickItem => ({
        id: noteKey(id),
        title: text.split("\n")[0]?.replace(/^#+\s*/, "") || "Empty note",
        icon: StickyNote,
        group: "Notes and groups",
      }),
    ),
    ...(document.groups ?? []).map(
      ({ id, title }): PickItem => ({
        id: groupKey(id),
        title: title || "Group",
        icon: Group,
        group: "Notes and groups",
      }),
    ),
  ];
  return [...producers, ...topics, ...consumers, ...words];
}

/** `/`: jumps to a card or step by its name, or by what kind of thing it is. */
export function FindList({ onCancel }: { readonly onCancel: () => void }) {
  const store = useEditorStore();
  const items = useEditor((state) => state.document) && places(store.getState());
  const find = (query: string) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter(({ title, detail = "" }) => {
      const text = `${title} ${detail}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  };
  return (
    <PickList
      className="max-h-105"
      placeholder="Find a card or step"
      find={find}
      onPick={(key) => {
        store.setState({ prompt: undefined });
        jumpTo(store, key);
      }}
      onCancel={onCancel}
      empty={(query) => (query === "" ? "Nothing is drawn yet." : `Nothing here is called “${query}”.`)}
    />
  );
}
