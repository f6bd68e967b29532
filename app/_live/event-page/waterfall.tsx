"use client";

import { cn } from "@/app/_ui/cn";
import { formatDuration } from "@/app/_ui/format";
import { useNow } from "@/app/_ui/use-now";
import type { EventDelivery } from "./delivery-details";
import { type Span, spansOf } from "./spans";

interface WaterfallProps {
  readonly receivedAt: Date;
  readonly delivery: EventDelivery;
}

const sumOf = (spans: readonly Span[], kind: Span["kind"]) =>
  spans.reduce((sum, span) => sum + (span.kind === kind ? span.durationMs : 0), 0);

/** Where the time went between an event's arrival and the end of its delivery: waiting is hatched grey, working is filled. */
export function Waterfall({ receivedAt, delivery }: WaterfallProps) {
  const now = useNow();
  const spans = spansOf(receivedAt, delivery, now);
  const last = spans.at(-1);
  if (last === undefined) return null;
  const total = Math.max(1, last.startMs + last.durationMs);
  const waiting = formatDuration(sumOf(spans, "waiting"));
  const working = formatDuration(sumOf(spans, "working"));
  return (
    <section aria-label="Where the time went" className="flex flex-col gap-1 border-b px-4 py-2">
      <ol className="flex flex-col gap-1">
        {spans.map((span) => (
          <li
            key={`${span.kind} ${span.startMs}`}
            className="grid grid-cols-[9rem_minmax(0,1fr)_4rem] items-center gap-2"
          >
            <span className="truncate text-label font-normal text-muted">{span.words}</span>
            <span className="relative h-2 rounded-chip bg-sunken" aria-hidden>
              <span
                className={cn(
                  "absolute inset-y-0 min-w-0.5 rounded-chip",
                  span.kind === "working" ? "bg-run-mark" : "hatched bg-border text-off-mark",
                )}
                style={{
                  left: `${Math.min(99, (span.startMs / total) * 100)}%`,
                  width: `${Math.max(0.5, (span.durationMs / total) * 100)}%`,
                  maxWidth: `${100 - Math.min(99, (span.startMs / total) * 100)}%`,
                }}
              />
            </span>
            <span className="text-right text-label text-muted tabular-nums">
              {formatDuration(span.durationMs)}
            </span>
          </li>
        ))}
      </ol>
      <p className="text-label font-normal text-muted tabular-nums">
        Waited {waiting}, worked {working}.
      </p>
    </section>
  );
}
