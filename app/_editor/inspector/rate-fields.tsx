"use client";

import { useLive } from "@/app/_live/live-context";
import { FieldGroup } from "@/app/_ui/field";
import { formatTime } from "@/app/_ui/format-time";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { useNow } from "@/app/_ui/use-now";
import type { Consumer, Rate } from "@/flow/document/flow-document";
import { setConsumer } from "@/flow/edit/consumer-commands";
import { rateWords } from "@/flow/graph/failure-words";
import { useEditorStore } from "../state/editor-context";

const pers = [
  { value: "second", label: "per second" },
  { value: "minute", label: "per minute" },
  { value: "hour", label: "per hour" },
] as const;

/** The most events that a consumer is given in any second, minute or hour. */
export function RateFields({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const until = useLive(({ consumers }) => consumers.get(consumer.id)?.limitedUntil);
  const now = useNow();
  const { rate } = consumer;
  const set = (next: Rate | undefined) =>
    store.edit("Change limit", (current) => setConsumer(current, consumer.id, { rate: next }), {
      mergeKey: `rate:${consumer.id}`,
    });
  const per = rate?.per ?? "minute";
  const isWaiting = until !== undefined && until > now;
  return (
    <FieldGroup
      label="Limit"
      optional
      help={
        rate === undefined
          ? "As many as come."
          : `Limited to ${rateWords(rate)}, tries included.${isWaiting ? ` The rest waits until ${formatTime(until, now)}.` : ""}`
      }
    >
      <div className="flex gap-2">
        <Input
          type="number"
          min={1}
          max={1_000_000}
          aria-label="Most events"
          placeholder="no limit"
          value={rate?.events ?? ""}
          onValueChange={(text) => {
            const events = Math.min(1_000_000, Math.max(1, Math.round(Number(text))));
            set(text === "" || !Number.isFinite(events) ? undefined : { events, per });
          }}
        />
        <Select
          value={per}
          options={pers}
          label="Time of the limit"
          disabled={rate === undefined}
          onValueChange={(next) => rate && set({ ...rate, per: next })}
        />
      </div>
    </FieldGroup>
  );
}
