"use client";

import {
  CircleCheck,
  CircleSlash,
  ClockAlert,
  Gauge,
  Hand,
  Hourglass,
  OctagonX,
  Pause,
  X,
} from "lucide-react";
import { openLive } from "@/app/_editor/actions/live-actions";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { selectCard } from "@/app/_editor/state/selection";
import { useLive } from "@/app/_live/live-context";
import type { LiveConsumer } from "@/app/_live/live-flow";
import { cn } from "@/app/_ui/cn";
import { formatCount, formatDuration } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Pill } from "@/app/_ui/pill";
import { useNow } from "@/app/_ui/use-now";
import type { Consumer } from "@/flow/document/flow-document";
import { rateWords, totalDelayMs } from "@/flow/graph/failure-words";

const rateShort = { second: "s", minute: "min", hour: "h" } as const;

interface LineProps {
  readonly consumer: Consumer;
  readonly cardKey: string;
}

/** The first row: what it reacts to, and what still waits. */
export function WhenRow({ consumer, cardKey }: LineProps) {
  const store = useEditorStore();
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        store.select(selectCard(cardKey));
        store.setState({ isInspectorOpen: true });
      }}
      className="nodrag card-detail flex h-7 shrink-0 cursor-default items-center gap-2 px-3 text-left text-label"
    >
      <span className="min-w-0 flex-1 truncate text-muted" title={`When ${consumer.when.join(" or ")}`}>
        {consumer.when.length === 0 ? (
          <span className="text-accent-text">Choose a topic</span>
        ) : (
          <>
            When <Topics names={consumer.when} />
          </>
        )}
      </span>
      <Lag consumerId={consumer.id} />
    </button>
  );
}

function Topics({ names }: { readonly names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      {index === 0 ? null : " or "}
      <span className="font-mono font-medium text-text-2">{name}</span>
    </span>
  ));
}

/** `3 · 12 s`: how many wait, and for how long the oldest has. */
function Lag({ consumerId }: { readonly consumerId: string }) {
  const live = useLive(({ consumers }) => consumers.get(consumerId));
  const isStopped = useLive(({ connection }) => connection.kind === "stopped");
  if (live === undefined || live.waiting === 0) return null;
  return (
    <span
      className={cn("live-figure shrink-0 tabular-nums", isStopped ? "text-disabled" : "text-text-2")}
      title="Events that wait, and the age of the oldest"
    >
      {formatCount(live.waiting)}
      {live.oldestWaitingAt === undefined ? null : <Age since={live.oldestWaitingAt} />}
    </span>
  );
}

function Age({ since }: { readonly since: Date }) {
  const now = useNow();
  return <> · {formatDuration(Math.max(1000, now.getTime() - since.getTime()))}</>;
}

/** Short, as the card is narrow: what comes after the last try is said only where it is not what is usual. */
function failureWords({ failure, order }: Consumer): string {
  const after = order.mode === "none" ? undefined : failure.whenGivenUp;
  const tail = after === undefined ? "" : after === "park" ? ", key waits" : ", then stop";
  if (failure.attempts === 1) return `If it fails: dead letters at once${tail}`;
  return `If it fails: try ${failure.attempts}×, ${formatDuration(totalDelayMs(failure))}${tail}`;
}

/** What it is doing besides its work, if anything: the most urgent of it. */
function StatePill({ live }: { readonly live: LiveConsumer }) {
  if (live.stop !== undefined) {
    return (
      <Pill tone="bad" icon={OctagonX}>
        Stopped
      </Pill>
    );
  }
  if (live.isPaused) return <Pill icon={Pause}>Paused</Pill>;
  if (live.isDraining) return <Pill icon={Hourglass}>{`Draining · ${formatCount(live.stillOpen)}`}</Pill>;
  if (live.held > 0) {
    return (
      <Pill tone="held" icon={Hand}>
        {live.parked > 0 ? `${formatCount(live.parked)} parked` : `${formatCount(live.held)} held`}
      </Pill>
    );
  }
  if (live.retrying > 0) {
    return (
      <Pill tone="wait" icon={ClockAlert}>
        {formatCount(live.retrying)} retrying
      </Pill>
    );
  }
  return <span title="The last hour">1 h</span>;
}

/** The last lines: what happens on failure, and what became of its events. */
export function ConsumerFoot({ consumer }: { readonly consumer: Consumer }) {
  const store = useEditorStore();
  const live = useLive(({ consumers }) => consumers.get(consumer.id));
  const isStopped = useLive(({ connection }) => connection.kind === "stopped");
  const open = (status: "ok" | "failed" | "filtered") => openLive(store, { consumerId: consumer.id, status });
  return (
    <div className="card-foot mt-auto shrink-0 border-t text-label text-muted">
      {consumer.collapsed ? null : (
        <div className="card-detail flex h-7 items-center gap-2 px-3">
          <span className="min-w-0 flex-1 truncate">{failureWords(consumer)}</span>
          {consumer.rate === undefined ? null : (
            <span
              className="flex shrink-0 items-center gap-1 tabular-nums"
              title={`Limited to ${rateWords(consumer.rate)}`}
            >
              <Icon of={Gauge} size={12} />
              {`${formatCount(consumer.rate.events)}/${rateShort[consumer.rate.per]}`}
            </span>
          )}
        </div>
      )}
      <div
        className={cn(
          "live-figure flex h-7 items-center gap-3 px-3 tabular-nums",
          isStopped && "text-disabled",
        )}
        data-testid={`counts:${consumer.id}`}
      >
        {live === undefined ? (
          <span className="card-detail">Nothing delivered yet</span>
        ) : (
          <>
            <Figure
              of={CircleCheck}
              mark="text-ok-mark"
              count={live.ok}
              words="succeeded in the last hour"
              onOpen={() => open("ok")}
            />
            <Figure
              of={X}
              mark={live.failed > 0 ? "text-bad-mark" : ""}
              className={live.failed > 0 && !isStopped ? "text-bad" : ""}
              count={live.failed}
              words="failed and not repaired yet"
              onOpen={() => open("failed")}
            />
            <Figure
              of={CircleSlash}
              mark=""
              count={live.filtered}
              words="filtered in the last hour"
              onOpen={() => open("filtered")}
            />
            <span className="flex-1" />
            <StatePill live={live} />
          </>
        )}
      </div>
    </div>
  );
}

interface FigureProps {
  readonly of: typeof X;
  readonly mark: string;
  readonly className?: string;
  readonly count: number;
  /** After the count. */
  readonly words: string;
  readonly onOpen: () => void;
}

function Figure({ of, mark, className, count, words, onOpen }: FigureProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`${count} ${words}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
      className={cn(
        "nodrag card-figure flex h-5 min-w-8 items-center gap-1 rounded-chip hover:text-text",
        className,
      )}
    >
      <Icon of={of} size={14} className={mark} />
      {formatCount(count)}
    </button>
  );
}
