"use client";

import { FieldGroup } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import type { BacklogLimit, Consumer } from "@/flow/document/flow-document";
import { setConsumer } from "@/flow/edit/consumer-commands";
import { useEditorStore } from "../state/editor-context";

const minuteMs = 60_000;
const most = { events: 1_000_000_000, minutes: 43_200 } as const;

/** How many events may wait for a consumer, and how long, before its wire turns amber and red. */
export function BacklogFields({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const { backlog } = consumer;
  const set = ({ events, ageMs }: BacklogLimit) => {
    const next = {
      ...(events !== undefined && { events }),
      ...(ageMs !== undefined && { ageMs }),
    };
    store.edit(
      "Change what may wait",
      (current) =>
        setConsumer(current, consumer.id, { backlog: Object.keys(next).length === 0 ? undefined : next }),
      { mergeKey: `backlog:${consumer.id}` },
    );
  };
  return (
    <FieldGroup
      label="May wait"
      optional
      help={
        backlog === undefined
          ? "Its wire turns amber when the oldest event waits for 1 min, red at 10 min."
          : "Its wire turns amber at 60 % of this and red at 85 %. Nothing is held back."
      }
    >
      <div className="flex gap-2">
        <Input
          type="number"
          min={1}
          max={most.events}
          aria-label="Events that may wait"
          placeholder="events"
          value={backlog?.events ?? ""}
          onValueChange={(text) =>
            set({ ...backlog, events: numberIn(text, (value) => Math.round(value), [1, most.events]) })
          }
        />
        <Input
          type="number"
          min={0.1}
          max={most.minutes}
          aria-label="Minutes that the oldest may wait"
          placeholder="minutes"
          value={backlog?.ageMs === undefined ? "" : backlog.ageMs / minuteMs}
          onValueChange={(text) =>
            set({
              ...backlog,
              ageMs: numberIn(text, (value) => Math.round(value * minuteMs), [
                1_000,
                most.minutes * minuteMs,
              ]),
            })
          }
        />
      </div>
    </FieldGroup>
  );
}

function numberIn(
  text: string,
  convert: (value: number) => number,
  [least, largest]: readonly [number, number],
): number | undefined {
  const value = convert(Number(text));
  return text === "" || !Number.isFinite(value) ? undefined : Math.min(largest, Math.max(least, value));
}
