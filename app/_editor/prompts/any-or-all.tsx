"use client";

import { Merge, Split } from "lucide-react";
import { whenAll, whenAny } from "../actions/join-actions";
import { useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";
import { type PickItem, PickList } from "./pick-list";

interface AnyOrAllProps {
  readonly consumerId: string;
  readonly topic: string;
  readonly onCancel: () => void;
}

const choices: readonly PickItem[] = [
  { id: "any", title: "When any arrives", detail: "It runs once for each event", icon: Split },
  {
    id: "all",
    title: "When all have arrived",
    detail: "It waits for one event of each topic that belong together",
    icon: Merge,
  },
];

/** A second wire to a consumer: does it wait for all of its topics, or for any? */
export function AnyOrAll({ consumerId, topic, onCancel }: AnyOrAllProps) {
  const store = useEditorStore();
  return (
    <PickList
      placeholder={`With ${topic}`}
      find={(query) =>
        choices.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()))
      }
      onPick={(id) => {
        store.setState({ prompt: undefined });
        if (id === "all") whenAll(store, consumerId, topic);
        else {
          whenAny(store, consumerId, topic);
          focusElement(`consumer:${consumerId}`);
        }
      }}
      onCancel={onCancel}
      empty={() => "Any, or all."}
    />
  );
}
