"use client";

import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Pin, Plus, Radio, Shapes } from "lucide-react";
import * as z from "zod";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useSchemaExample } from "@/app/_schemas/use-schema-example";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { Time } from "@/app/_ui/time";
import { newSample } from "../actions/sample-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import { exampleSample, pinnedSamples, topicsToTry } from "./sample-choice";
import type { ChosenSample } from "./trial";
import { useSampleToTry } from "./use-sample-to-try";

interface Line extends ChosenSample {
  readonly at?: Date;
}

/** What the draft can be tried on, by topic: what was pinned, what came last, and an example made of the fields. */
export function SampleList() {
  const trpc = useTRPC();
  const document = useEditor((state) => state.document);
  const workspace = useEditor((state) => state.workspace);
  const flow = useEditor((state) => state.flow);
  const topics = topicsToTry(document);
  const { data } = useQuery({
    ...trpc.flows.samples.queryOptions({ workspace, flow, topics: topics.slice(0, 200).sort() }),
    placeholderData: (before) => before,
    refetchInterval: 5_000,
  });
  const linesOf = (topic: string): Line[] => {
    const producers = new Set(document.producers.filter((one) => one.topic === topic).map(({ id }) => id));
    const kept = (data?.kept ?? []).filter(({ nodeId }) => producers.has(nodeId));
    const events = (data?.events ?? []).filter((event) => event.topic === topic);
    return [
      ...pinnedSamples(document, topic),
      ...events.map(({ offset, receivedAt, ...sample }) => ({
        key: `event:${topic}:${offset}`,
        name: `Event ${offset}`,
        at: receivedAt,
        sample,
      })),
      ...kept.map(({ id, at, data: payload }, index) => ({
        key: `kept:${id}`,
        name: `Kept event ${kept.length - index}`,
        at,
        sample: { topic, data: payload },
      })),
    ];
  };
  return (
    <section className="w-56 shrink-0 overflow-y-auto border-r py-1" aria-label="Samples">
      {topics.map((topic) => (
        <section key={topic} aria-label={`Samples of ${topic}`} className="pb-1">
          <h3 className="truncate px-3 py-1 font-mono text-label text-muted">{topic}</h3>
          {linesOf(topic).map((line) => (
            <SampleLine key={line.key} line={line} />
          ))}
          <ExampleLine topic={topic} />
        </section>
      ))}
      {topics.length === 0 ? (
        <p className="px-3 py-2 text-dense text-muted">Samples belong to topics. There is none yet.</p>
      ) : null}
    </section>
  );
}

function SampleLine({ line }: { readonly line: Line }) {
  const { at, ...chosen } = line;
  const kind = line.key.startsWith("pinned:") ? Pin : Radio;
  return <SampleButton icon={kind} chosen={chosen} {...(at === undefined ? {} : { at })} />;
}

/** Always there: a sample to begin with, made of what is known about the fields. */
function ExampleLine({ topic }: { readonly topic: string }) {
  const store = useEditorStore();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <>
      <ExampleButton topic={topic} />
      <FromSchema topic={topic} />
      {isReadOnly ? null : (
        <button
          type="button"
          onClick={() => newSample(store, topic)}
          className="flex h-7 w-full items-center gap-2 px-3 text-left text-label text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2"
        >
          <Icon of={Plus} size={14} />
          New sample
        </button>
      )}
    </>
  );
}

/** Another event each time, which fits the schema of the topic. */
function FromSchema({ topic }: { readonly topic: string }) {
  const store = useEditorStore();
  const workspace = useEditor((state) => state.workspace);
  const hasSchema = useEditor(
    ({ typed }) => typed?.samples.some((sample) => sample.topic === topic) ?? false,
  );
  const example = useSchemaExample(workspace, (text) => {
    const data = z.json().parse(JSON.parse(text));
    store.setState({
      chosen: { key: "hand", name: "From the schema", sample: { topic, data } },
      shownResult: undefined,
    });
  });
  if (!hasSchema) return null;
  return (
    <>
      <button
        type="button"
        disabled={example.isBusy}
        onClick={() => example.make({ topic })}
        className="flex h-7 w-full items-center gap-2 px-3 text-left text-label text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2"
      >
        <Icon of={FlaskConical} size={14} />
        Make one from the schema
      </button>
      {example.error === null ? null : (
        <p role="alert" className="px-3 py-1 text-label font-normal text-bad">
          {errorSentence(example.error)}
        </p>
      )}
    </>
  );
}

function ExampleButton({ topic }: { readonly topic: string }) {
  const document = useEditor((state) => state.document);
  const observed = useEditor((state) => state.observed);
  const nodes = useEditor((state) => state.nodes);
  const example = exampleSample({ document, observed, nodes }, topic);
  return <SampleButton icon={Shapes} chosen={example} />;
}

interface SampleButtonProps {
  readonly icon: typeof Pin;
  readonly chosen: ChosenSample;
  readonly at?: Date;
}

function SampleButton({ icon, chosen, at }: SampleButtonProps) {
  const store = useEditorStore();
  const isOn = useSampleToTry()?.key === chosen.key;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      data-testid={`sample:${chosen.key}`}
      onClick={() => store.setState({ chosen, shownResult: undefined })}
      className={cn(
        "flex h-7 w-full items-center gap-2 border-l-2 border-transparent pr-3 pl-2.5 text-left text-dense hover:bg-hover focus-visible:-outline-offset-2",
        isOn && "border-l-ring bg-accent-soft",
      )}
    >
      <Icon of={icon} size={14} className="text-muted" />
      <span className="min-w-0 flex-1 truncate">{chosen.name}</span>
      {at === undefined ? null : <Time at={at} className="shrink-0 text-label text-muted" />}
    </button>
  );
}
