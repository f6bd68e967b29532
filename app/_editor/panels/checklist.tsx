"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { Circle, CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { eventHref } from "@/app/_live/event-href";
import { useLive } from "@/app/_live/live-context";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { showToast } from "@/app/_ui/show-toast";
import { TextButton, TextLink } from "@/app/_ui/text-link";
import { topicFields } from "@/flow/graph/fields";
import { addProducer, addStep, nameTopic } from "../actions/add-actions";
import { askForStep } from "../actions/ask-actions";
import { fitsHere } from "../prompts/fits-here";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState, EditorStore } from "../state/editor-store";

interface Line {
  readonly id: "producer" | "topic" | "consumer" | "deploy" | "send";
  readonly words: string;
  readonly isDone: (state: EditorState, hasEvents: boolean) => boolean;
  readonly doIt: (store: EditorStore) => void;
}

const lines: readonly Line[] = [
  {
    id: "producer",
    words: "Choose what makes the events",
    isDone: ({ document }) => document.producers.length > 0,
    doIt: (store) => {
      const { nodes } = store.getState();
      const definition = nodes.producers.find(({ entry }) => entry === "form") ?? nodes.producers[0];
      if (definition) addProducer(store, definition);
    },
  },
  {
    id: "topic",
    words: "Say what happened",
    isDone: ({ document }) => document.producers.some(({ topic }) => topic !== undefined),
    doIt: (store) => {
      const { document, nodes } = store.getState();
      const producer = document.producers.find(({ topic }) => topic === undefined);
      const proposed = producer && nodes.producer(producer.type)?.proposedTopic;
      if (producer && proposed) nameTopic(store, { kind: "producer", id: producer.id }, proposed);
    },
  },
  {
    id: "consumer",
    words: "Choose who reacts",
    isDone: ({ document }) =>
      document.consumers.some(({ steps, when }) => steps.length > 0 && when.length > 0),
    doIt: (store) => {
      const { document, nodes } = store.getState();
      const topic = document.topics[0]?.name;
      const definition =
        topic === undefined ? undefined : fitsHere(nodes, topicFields(document, nodes, topic), undefined)[0];
      if (topic !== undefined && definition) addStep(store, { kind: "new-consumer", topic }, definition);
    },
  },
  {
    id: "deploy",
    words: "Deploy",
    isDone: ({ deployed }) => deployed !== undefined,
    doIt: (store) => store.setState({ isDeployWanted: true }),
  },
  {
    id: "send",
    words: "Send the first event",
    isDone: (_, hasEvents) => hasEvents,
    doIt: (store) => {
      const { document, nodes } = store.getState();
      const form = document.producers.find(({ type }) => nodes.producer(type)?.entry === "form");
      if (form) store.setState({ formPanel: form.id });
      else {
        const first = document.producers[0];
        if (first) store.select({ kind: "cards", keys: [`producer:${first.id}`] });
        store.setState({ isInspectorOpen: true });
      }
    },
  },
];

/** *Your first flow 0/5*, docked at the lower left until it is done or hidden. */
export function Checklist() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const store = useEditorStore();
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const query = trpc.flows.checklist.queryOptions({ workspace, flow });
  const { data: progress } = useQuery(query);
  const client = useTRPCClient();
  // Not by a hook: it would be the only one of its kind in the first load.
  const save = async (to: { done: NonNullable<typeof progress>["done"]; isHidden: boolean }) => {
    try {
      const saved = await client.flows.setChecklist.mutate({ workspace, flow, ...to });
      cache.setQueryData(query.queryKey, saved);
    } catch (error) {
      if (!isTRPCClientError(error)) throw error;
      showToast(`The checklist could not be kept: ${error.message}`, { tone: "bad" });
    }
  };
  const rows = useLive((snapshot) => snapshot.rows);
  const newest = rows[0];
  const wasSent = progress?.done.includes("send") === true;
  const hasEvents = wasSent || newest !== undefined;
  const done = useEditor((state) => lines.filter((line) => line.isDone(state, hasEvents)).length);
  const openIndex = useEditor((state) => lines.findIndex((line) => !line.isDone(state, hasEvents)));

  const isShown = progress !== undefined && progress !== null && !progress.isHidden;
  const remember = useRef(save);
  remember.current = save;
  const isFirstEvent = isShown && !wasSent && newest !== undefined;
  useEffect(() => {
    if (!isFirstEvent) return;
    store.setState({ drawer: { isOpen: true, tab: "live" } });
    void remember.current({
      done: ["producer", "topic", "consumer", "deploy", "send"],
      isHidden: false,
    });
  }, [isFirstEvent, store]);

  if (!isShown) return null;
  return (
    <section
      aria-label="Your first flow"
      data-testid="checklist"
      className="absolute bottom-4 left-4 z-panel flex max-h-[calc(100%-2rem)] w-80 flex-col overflow-y-auto rounded-card border bg-surface p-3 shadow-2"
    >
      <h2 className="flex items-baseline justify-between text-dense font-strong">
        Your first flow <span className="text-label text-muted tabular-nums">{done}/5</span>
      </h2>
      {done === lines.length ? null : (
        <ol className="mt-2 flex flex-col">
          {lines.map((line, index) => (
            <ChecklistLine key={line.id} line={line} hasEvents={hasEvents} isNext={index === openIndex} />
          ))}
        </ol>
      )}
      {done === lines.length ? (
        <div className="mt-2 flex flex-col gap-1 border-t pt-2 text-dense">
          <p className="font-strong">That was an event.</p>
          <p className="flex gap-4">
            {newest ? <TextLink href={eventHref(workspace, newest, flow)}>See what happened</TextLink> : null}
            <TextLink href={`/w/${workspace}/demo-inbox`}>Open demo inbox</TextLink>
          </p>
          <GoOn />
        </div>
      ) : null}
      <div className="mt-2 flex justify-end border-t pt-2">
        <TextButton className="text-label" onClick={() => void save({ done: progress.done, isHidden: true })}>
          Hide
        </TextButton>
      </div>
    </section>
  );
}

/** Offered, not forced. */
function GoOn() {
  const store = useEditorStore();
  const workspace = useEditor((state) => state.workspace);
  const topic = useEditor(({ document }) => document.topics[0]?.name);
  const producer = useEditor(({ document }) => document.producers[0]?.id);
  return (
    <>
      <p className="pt-1 text-label text-muted">Go on</p>
      {topic === undefined ? null : (
        <TextButton
          className="text-left"
          onClick={() => askForStep(store, { kind: "new-consumer", topic }, { key: `topic:${topic}` })}
        >
          Add a second consumer without touching the first
        </TextButton>
      )}
      <TextLink href={`/w/${workspace}/demo-inbox`}>Let it fail and repair it</TextLink>
      {producer === undefined ? null : (
        <TextButton
          className="text-left"
          onClick={() => {
            store.select({ kind: "cards", keys: [`producer:${producer}`] });
            store.setState({ isInspectorOpen: true, formPanel: undefined });
          }}
        >
          Send from code
        </TextButton>
      )}
    </>
  );
}

interface ChecklistLineProps {
  readonly line: Line;
  readonly hasEvents: boolean;
  readonly isNext: boolean;
}

function ChecklistLine({ line, hasEvents, isNext }: ChecklistLineProps) {
  const store = useEditorStore();
  const isDone = useEditor((state) => line.isDone(state, hasEvents));
  return (
    <li className="flex h-7 items-center gap-2 text-dense" data-done={isDone || undefined}>
      <Icon
        of={isDone ? CircleCheck : Circle}
        className={isDone ? "text-ok-mark" : "text-border-strong"}
        label={isDone ? "Done" : "Open"}
      />
      {isNext && line.id === "send" ? (
        <TextButton className="min-w-0 flex-1 truncate text-left" onClick={() => line.doIt(store)}>
          {line.words}
        </TextButton>
      ) : (
        <span className={cn("min-w-0 flex-1 truncate", isDone && "text-muted")}>{line.words}</span>
      )}
      {isNext ? (
        <TextButton className="shrink-0 text-label" onClick={() => line.doIt(store)}>
          Do it for me
        </TextButton>
      ) : null}
    </li>
  );
}
