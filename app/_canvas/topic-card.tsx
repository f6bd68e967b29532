"use client";

import type { NodeProps } from "@xyflow/react";
import { lazy, memo, Suspense } from "react";
import { askForStep } from "@/app/_editor/actions/ask-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { useLive } from "@/app/_live/live-context";
import { formatCount, formatRate } from "@/app/_ui/format";
import { KindTile } from "@/app/_ui/kind-tile";
import { Ago } from "@/app/_ui/time";
import { CardFar } from "./card-far";
import { CardFrame } from "./card-frame";
import { ChangedDot, ProblemMark } from "./card-marks";
import { CardMenuButton } from "./card-menu-button";
import { useScope } from "./detail";
import { Inlet, Outlet } from "./outlet";
import type { TopicNode } from "./project-flow";

const TopicElsewhere = lazy(() =>
  import("./topic-elsewhere").then((module) => ({ default: module.TopicElsewhere })),
);

/** 224×56, both ends round: a named log of events, with its rate and its last event. */
export const TopicCard = memo(function TopicCard({ id, data }: NodeProps<TopicNode>) {
  const store = useEditorStore();
  const { name } = data.card;
  const { detail } = useScope();
  const isElsewhere = useEditor(({ elsewhere }) => elsewhere.has(name));
  const addConsumer = () => askForStep(store, { kind: "new-consumer", topic: name }, { key: id });
  return (
    <CardFrame
      cardKey={id}
      label={`${name}, topic`}
      className="drag-handle flex items-center gap-2 pr-3 pl-4"
    >
      {detail === "far" ? null : <Inside cardKey={id} name={name} />}
      <CardFar tile={<KindTile kind="topic" />} title={name} />
      {isElsewhere && detail !== "far" ? (
        <Suspense>
          <TopicElsewhere name={name} />
        </Suspense>
      ) : null}
      <Inlet />
      <Outlet label="Add a consumer" onPress={addConsumer} />
    </CardFrame>
  );
});

function Inside({ cardKey, name }: { readonly cardKey: string; readonly name: string }) {
  return (
    <>
      <span className="card-near">
        <KindTile kind="topic" />
      </span>
      <div className="card-near min-w-0 flex-1">
        <div className="flex items-center gap-1.5">
          <ChangedDot place={cardKey} />
          <span className="card-title truncate font-mono text-mono font-strong" title={name}>
            {name}
          </span>
        </div>
        <TopicLine name={name} />
      </div>
      <ProblemMark cardKey={cardKey} />
      <CardMenuButton menuKey={cardKey} />
    </>
  );
}

/** On the fingers. */
const countable = 10;

/** Rate and last event; "1 event · just now" while they can be counted. */
function TopicLine({ name }: { readonly name: string }) {
  const topic = useLive(({ topics }) => topics.get(name));
  const isStopped = useLive(({ connection }) => connection.kind === "stopped");
  const look = isStopped ? "text-disabled" : "text-muted";
  return (
    <div className={`card-detail live-figure truncate text-label font-normal tabular-nums ${look}`}>
      {topic?.lastEventAt === undefined ? (
        (topic?.pause ?? null) === null ? (
          "No events yet"
        ) : (
          "Paused · no events yet"
        )
      ) : (
        <>
          {topic.pause === null ? null : (
            <span className="text-text-2">{topic.pause === "paused" ? "Paused · " : "Draining · "}</span>
          )}
          {topic.perSecond > 0 && topic.head > countable
            ? formatRate(topic.perSecond)
            : `${formatCount(topic.head)} ${topic.head === 1 ? "event" : "events"}`}
          {" · "}
          <Ago at={topic.lastEventAt} />
        </>
      )}
    </div>
  );
}
