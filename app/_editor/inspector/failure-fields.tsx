"use client";

import { Field } from "@/app/_ui/field";
import { formatDuration } from "@/app/_ui/format";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import type { Consumer, FailurePolicy, Order } from "@/flow/document/flow-document";
import { setConsumer } from "@/flow/edit/consumer-commands";
import { givenUpWords, totalDelayMs } from "@/flow/graph/failure-words";
import { useEditorStore } from "../state/editor-context";

const MINUTE_MS = 60_000;

type AfterIt = NonNullable<FailurePolicy["whenGivenUp"]> | "go-on";

const byKey = [
  { value: "go-on", label: "Goes on with the next event" },
  { value: "park", label: "Later events of its key wait" },
  { value: "stop", label: "The consumer stops" },
] as const satisfies readonly { value: AfterIt; label: string }[];
const strictly = byKey.filter(({ value }) => value !== "park");

/** What can be chosen; a choice that was made elsewhere and cannot be had stays in sight. */
function choicesFor({ mode }: Order, chosen: AfterIt) {
  return mode === "key" || chosen === "park" ? byKey : strictly;
}

const help: Readonly<Record<AfterIt, string>> = {
  "go-on": "The order has a gap until somebody redrives the dead letter.",
  park: "Other keys go on. Redrive the dead letter and those behind it follow, in order.",
  stop: "Nothing of this consumer runs until the dead letter is redriven or discarded.",
};

/** How often a consumer tries an event, how long, and what it does when that was in vain. */
export function FailureFields({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const { failure, order } = consumer;
  const write = (next: FailurePolicy) =>
    store.edit(
      "Change what happens on failure",
      (current) => setConsumer(current, consumer.id, { failure: next }),
      { mergeKey: `failure:${consumer.id}` },
    );
  const set = (patch: Partial<FailurePolicy>) => write({ ...failure, ...patch });
  const waits = failure.attempts > 1 ? ` in ${formatDuration(totalDelayMs(failure))}` : "";
  const after: AfterIt = failure.whenGivenUp ?? "go-on";
  const { maxAgeMs } = failure;
  return (
    <>
      <p className="text-label font-normal text-muted">
        {failure.attempts === 1
          ? `Not tried again, then ${givenUpWords(consumer)}.`
          : `Try ${failure.attempts} times${waits}, then ${givenUpWords(consumer)}.`}
      </p>
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Tries"
          value={failure.attempts}
          range={[1, 50]}
          onChange={(attempts) => set({ attempts: Math.round(attempts) })}
        />
        <NumberField
          label="First wait (seconds)"
          value={failure.initialDelayMs / 1000}
          range={[0.1, 86_400]}
          onChange={(seconds) => set({ initialDelayMs: Math.round(seconds * 1000) })}
        />
        <NumberField
          label="Each wait times"
          value={failure.factor}
          range={[1, 10]}
          onChange={(factor) => set({ factor })}
        />
        <NumberField
          label="Longest wait (seconds)"
          value={failure.maxDelayMs / 1000}
          range={[0.1, 604_800]}
          onChange={(seconds) => set({ maxDelayMs: Math.round(seconds * 1000) })}
        />
        <NumberField
          label="Limit of a try (seconds)"
          value={failure.timeoutMs / 1000}
          range={[0.1, 900]}
          onChange={(seconds) => set({ timeoutMs: Math.round(seconds * 1000) })}
        />
        <Field label="Give up after (minutes)" optional>
          <Input
            type="number"
            min={1}
            placeholder="no limit"
            value={maxAgeMs === undefined ? "" : maxAgeMs / MINUTE_MS}
            onValueChange={(text) => {
              const { maxAgeMs: _, ...others } = failure;
              if (text === "") write(others);
              else set({ maxAgeMs: Math.round(within(text, [0.01, 43_200]) * MINUTE_MS) });
            }}
          />
        </Field>
      </div>
      {order.mode === "none" ? null : (
        <div data-field="whenGivenUp">
          <Field label="When it is given up" help={help[after]}>
            <Select
              value={after}
              options={choicesFor(order, after)}
              onValueChange={(value) => {
                const { whenGivenUp: _, ...others } = failure;
                write(value === "go-on" ? others : { ...others, whenGivenUp: value });
              }}
            />
          </Field>
        </div>
      )}
    </>
  );
}

type Range = readonly [least: number, most: number];

function within(text: string, [least, most]: Range): number {
  const value = Number(text);
  return Math.min(most, Math.max(least, Number.isFinite(value) ? value : least));
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly range: Range;
  readonly onChange: (value: number) => void;
}

function NumberField({ label, value, range, onChange }: NumberFieldProps) {
  return (
    <Field label={label}>
      <Input
        type="number"
        min={1}
        max={range[1]}
        value={value}
        onValueChange={(text) => text !== "" && onChange(within(text, range))}
      />
    </Field>
  );
}
