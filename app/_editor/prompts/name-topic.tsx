"use client";

import { Cylinder } from "lucide-react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { addTopic, nameTopic, wireTopic } from "../actions/add-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState } from "../state/editor-store";
import type { Prompt, TopicAsker } from "../state/prompt";
import { selectCard } from "../state/selection";
import { TopicNameForm } from "./topic-name-form";

type NamePrompt = Extract<Prompt, { kind: "name-topic" }>;

/** What probably happened: what the producer's type proposes, else a fresh name. */
function proposedName({ document, nodes }: EditorState, asker: TopicAsker | undefined): string {
  if (asker?.kind !== "producer") return "";
  const producer = document.producers.find(({ id }) => id === asker.id);
  return (producer && nodes.producer(producer.type)?.proposedTopic) ?? "";
}

/** "What happened?": a new name, or one of the topics of this flow. */
export function NameTopic({
  prompt,
  onCancel,
}: {
  readonly prompt: NamePrompt;
  readonly onCancel: () => void;
}) {
  const store = useEditorStore();
  const proposed = useEditor((state) => proposedName(state, prompt.asker));
  const topics = useEditor(({ document }) => document.topics);
  const { asker, consumerId, position } = prompt;
  const answer = (name: string) => {
    if (asker) nameTopic(store, asker, name, { consumerId, position });
    else addTopic(store, name, position);
    store.setState({ prompt: undefined });
    store.select(selectCard(`topic:${name}`));
  };
  const choose = (name: string) => {
    if (asker && consumerId === undefined) wireTopic(store, asker, name);
    else answer(name);
  };
  return (
    <>
      <TopicNameForm label="What happened?" proposed={proposed} onAnswer={answer} onCancel={onCancel} />
      {topics.length > 0 && asker ? (
        <div>
          <div className="pb-1 text-label text-muted">Or use a topic of this flow</div>
          <ul className="-mx-2 max-h-44 overflow-y-auto">
            {topics.map(({ name }) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => choose(name)}
                  className="flex h-8 w-full items-center gap-2 rounded-control px-2 font-mono text-mono hover:bg-hover"
                >
                  <Icon of={Cylinder} className={cn("rotate-90 text-muted")} />
                  <span className="truncate">{name}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
