"use client";

import { renameTopic } from "@/flow/edit/topic-commands";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";
import { selectCard } from "../state/selection";
import { TopicNameForm } from "./topic-name-form";

interface RenameTopicProps {
  readonly topic: string;
  readonly onCancel: () => void;
}

/** Renames a topic in place while nothing outside this draft knows it. */
export function RenameTopic({ topic, onCancel }: RenameTopicProps) {
  const store = useEditorStore();
  const nodes = useEditor((state) => state.nodes);
  const reason = useEditor((state) => whyFixed(state, topic));
  if (reason !== undefined) return <p className="text-dense text-text-2">{reason}</p>;
  return (
    <TopicNameForm
      label="Rename topic"
      proposed={topic}
      onCancel={onCancel}
      onAnswer={(name) => {
        store.edit(`Rename ${topic} to ${name}`, (document) => renameTopic(document, topic, name, nodes), {
          select: selectCard(`topic:${name}`),
        });
        store.setState({ prompt: undefined });
        focusElement(`topic:${name}`);
      }}
    />
  );
}

interface Knowers {
  readonly filledTopics: ReadonlySet<string>;
  readonly others: { readonly published: ReadonlySet<string>; readonly consumed: ReadonlySet<string> };
}

/** Why a topic keeps its name: events are stored under it, or other flows use it. */
export function whyFixed(state: Knowers, topic: string): string | undefined {
  if (state.filledTopics.has(topic)) {
    return `Events are stored in ${topic}: its name stays. Wire a new topic to use another name from now on.`;
  }
  if (state.others.published.has(topic) || state.others.consumed.has(topic)) {
    return `Other flows use ${topic}: its name stays.`;
  }
  return undefined;
}
