"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { Plus } from "lucide-react";
import { lazy, memo, Suspense, useEffect, useRef } from "react";
import { nameTopic } from "@/app/_editor/actions/add-actions";
import { askForStep } from "@/app/_editor/actions/ask-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { focusSoon } from "@/app/_editor/state/focus";
import type { Ghost } from "@/app/_editor/state/prompt";
import { Icon } from "@/app/_ui/icon";
import type { FlowDocument } from "@/flow/document/flow-document";
import { cardWidth } from "@/flow/graph/card-size";
import { cardRects, freePlace, placeBeside } from "@/flow/graph/placement";
import { cardKey } from "@/flow/graph/wires";

// Fetched with what opens over the drawing, see app/_editor/overlays.tsx.
const TopicNameForm = lazy(() =>
  import("@/app/_editor/prompts/topic-name-form").then((module) => ({ default: module.TopicNameForm })),
);

export type GhostNode = Node<{ readonly ghost: Ghost }, "ghost">;

/** The next question as a card where its answer will stand. */
export function projectGhost(document: FlowDocument, ghost: Ghost): GhostNode | undefined {
  const isTopic = ghost.kind === "what-happened";
  const from = isTopic ? cardKey("producer", ghost.producerId) : cardKey("topic", ghost.topic);
  const exists = isTopic
    ? document.producers.some(({ id }) => id === ghost.producerId)
    : document.topics.some(({ name }) => name === ghost.topic);
  if (!exists) return undefined;
  const kind = isTopic ? "topic" : "consumer";
  const width = isTopic ? 272 : cardWidth.consumer;
  const height = isTopic ? 128 : 88;
  const beside = placeBeside(document, from, kind);
  const port = isTopic ? 28 : 59;
  // It is higher than a topic: what stands above or below must not be covered.
  const wish = { x: beside.x, y: beside.y + port - height / 2, width, height };
  return {
    id: "ghost",
    type: "ghost",
    position: freePlace(cardRects(document).values(), wish),
    width,
    height,
    measured: { width, height },
    draggable: false,
    selectable: false,
    data: { ghost },
  };
}

/** Dashed, because it is not there yet. */
export const GhostCard = memo(function GhostCard({ data }: NodeProps<GhostNode>) {
  return (
    <div className="nodrag nopan size-full rounded-card border border-dashed border-border-strong bg-surface/80 p-4">
      {data.ghost.kind === "what-happened" ? (
        <WhatHappened producerId={data.ghost.producerId} />
      ) : (
        <WhoReacts topic={data.ghost.topic} isQuiet={data.ghost.isQuiet === true} />
      )}
    </div>
  );
});

function WhatHappened({ producerId }: { readonly producerId: string }) {
  const store = useEditorStore();
  const proposed = useEditor(({ document, nodes }) => {
    const producer = document.producers.find(({ id }) => id === producerId);
    return (producer && nodes.producer(producer.type)?.proposedTopic) ?? "";
  });
  return (
    <Suspense>
      <TopicNameForm
        label="What happened?"
        proposed={proposed}
        onAnswer={(name) => nameTopic(store, { kind: "producer", id: producerId }, name)}
        onCancel={() => store.setState({ ghost: undefined })}
      />
    </Suspense>
  );
}

function WhoReacts({ topic, isQuiet }: { readonly topic: string; readonly isQuiet: boolean }) {
  const store = useEditorStore();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isQuiet) focusSoon(() => button.current);
  }, [isQuiet]);
  return (
    <button
      ref={button}
      type="button"
      data-key="ghost"
      data-testid="who-reacts"
      onClick={() => askForStep(store, { kind: "new-consumer", topic }, { key: "ghost" })}
      className="flex size-full flex-col items-center justify-center gap-1 rounded-control text-body font-strong text-text-2 hover:text-accent-text"
    >
      <Icon of={Plus} size={20} />
      Who reacts?
    </button>
  );
}
