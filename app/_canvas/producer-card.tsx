"use client";

import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { askForTopic } from "@/app/_editor/actions/ask-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { KindTile } from "@/app/_ui/kind-tile";
import { nodeIcon } from "@/app/_ui/node-icon";
import { CardFar } from "./card-far";
import { CardFrame } from "./card-frame";
import { ChangedDot, FailedMark, ProblemMark } from "./card-marks";
import { CardMenuButton } from "./card-menu-button";
import { useScope } from "./detail";
import { Outlet } from "./outlet";
import type { ProducerNode } from "./project-flow";

/** 208×64, the left end round: what makes events, and the way into the drawing. */
export const ProducerCard = memo(function ProducerCard({ id, data }: NodeProps<ProducerNode>) {
  const store = useEditorStore();
  const { card } = data;
  const { detail } = useScope();
  const failure = useEditor(
    ({ failedProducers }) => failedProducers.find(({ nodeId }) => nodeId === card.id)?.message,
  );
  const definition = useEditor(({ nodes }) => nodes.producer(card.type));
  const tile = <KindTile kind="producer" icon={nodeIcon(definition?.icon ?? "log-in")} />;
  const kind = definition?.row(card.config) ?? card.type;
  const address = useEditor(({ addresses }) => addresses.get(card.id)?.address);
  // "Web address / Web address" would tell nothing: where it listens does.
  const isNamedAsKind = card.name.toLowerCase() === kind.toLowerCase();
  const line = isNamedAsKind && address !== undefined ? address.replace(/^https?:\/\//, "") : kind;
  const ask = () => askForTopic(store, { kind: "producer", id: card.id }, { key: id });
  return (
    <CardFrame
      cardKey={id}
      label={`${card.name}, producer, ${line}, ${card.topic ? `publishes to ${card.topic}` : "without a topic"}${failure === undefined ? "" : `, failed: ${failure}`}`}
      isUnfinished={card.topic === undefined}
      className="drag-handle flex items-center gap-3 pr-2 pl-4"
    >
      {detail === "far" ? null : (
        <>
          <span className="card-near">{tile}</span>
          <div className="card-near min-w-0 flex-1">
            <div className="flex items-center gap-1.5">
              <ChangedDot place={id} />
              <span className="card-title truncate font-strong" title={card.name}>
                {card.name}
              </span>
            </div>
            {card.topic === undefined ? (
              <button
                type="button"
                tabIndex={-1}
                onClick={(event) => {
                  event.stopPropagation();
                  ask();
                }}
                className="nodrag card-detail block text-left text-label whitespace-nowrap text-accent-text hover:underline"
              >
                Choose a topic
              </button>
            ) : (
              <div className="card-detail truncate text-label font-normal text-muted" title={line}>
                {line}
              </div>
            )}
          </div>
          {failure === undefined ? null : <FailedMark message={failure} />}
          <ProblemMark cardKey={id} />
          <CardMenuButton menuKey={id} />
        </>
      )}
      <CardFar tile={tile} title={card.name} />
      <Outlet label={card.topic === undefined ? "Choose a topic" : "Draw to another topic"} onPress={ask} />
    </CardFrame>
  );
});
