"use client";

import { Clock, ClockAlert, Pause, Plus, RefreshCcw, TriangleAlert } from "lucide-react";
import { insertOnWire } from "@/app/_editor/actions/insert-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { useLive } from "@/app/_live/live-context";
import { cn } from "@/app/_ui/cn";
import { formatCount, formatPlural, formatRate } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { useClock } from "@/app/_ui/use-now";
import type { Wire } from "@/flow/graph/wires";
import { urgencyOf } from "./backlog";
import { useBacklogLimit } from "./use-backlog-limit";
import type { WireState } from "./use-wire-state";

interface WireLabelProps {
  readonly wire: Wire;
  readonly state: WireState;
  readonly x: number;
  readonly y: number;
  readonly isLoop: boolean;
  /** What is wrong with it. */
  readonly sentence: string | undefined;
}

/** One figure in the middle of a wire; on hover the `+` that inserts something here. */
export function WireLabel({ wire, state, x, y, isLoop, sentence }: WireLabelProps) {
  const store = useEditorStore();
  const isHovered = useEditor(({ hoveredWire, isReadOnly }) => hoveredWire === wire.id && !isReadOnly);
  const isLiveHidden = useEditor((editor) => editor.isLiveHidden);
  const live = useLive(({ wires }) => (isLiveHidden ? undefined : wires.get(wire.id)));
  const { waiting = 0, retrying = 0, perSecond = 0 } = live ?? {};
  const isStopped = useLive(({ connection }) => connection.kind === "stopped");
  const limit = useBacklogLimit(wire);
  const late = useClock((now) => (state === "paused" ? undefined : urgencyOf(live, now, limit)));
  const branch = wire.kind === "publish" ? wire.label : undefined;
  const isRetrying = retrying > 0 && state !== "paused";
  const figure = isRetrying
    ? formatCount(retrying)
    : waiting > 0
      ? formatCount(waiting)
      : perSecond > 0 && state !== "paused"
        ? formatRate(perSecond)
        : branch;
  const icon =
    state === "paused"
      ? Pause
      : isRetrying
        ? ClockAlert
        : waiting > 0
          ? Clock
          : sentence !== undefined
            ? TriangleAlert
            : isLoop
              ? RefreshCcw
              : undefined;
  const words = sentence ?? (isRetrying ? `${formatPlural(retrying, "event")} will be tried again` : branch);
  const isShown = figure !== undefined || icon !== undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the wire's hover alive under the label
    <div
      className="wire-label pointer-events-auto absolute grid place-items-center"
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onMouseEnter={() => store.setState({ hoveredWire: wire.id })}
      onMouseLeave={() => store.setState({ hoveredWire: undefined })}
    >
      {isHovered ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label="Insert here"
          data-testid={`insert:${wire.id}`}
          onClick={(event) => {
            event.stopPropagation();
            insertOnWire(store, wire.id, { x: event.clientX, y: event.clientY });
          }}
          className="grid size-6 place-items-center rounded-full border border-border-strong bg-surface text-text-2 shadow-1 hover:border-accent hover:bg-accent hover:text-on-accent"
        >
          <Icon of={Plus} size={14} />
        </button>
      ) : isShown ? (
        <span
          title={words}
          className={cn(
            "flex h-5 max-w-16 items-center gap-1 rounded-full border bg-surface px-2 text-label tabular-nums",
            isStopped
              ? "text-disabled"
              : late === "bad" || (sentence !== undefined && state === "problem")
                ? "bg-bad-soft text-bad"
                : isRetrying || sentence !== undefined || late === "wait"
                  ? "bg-wait-soft text-wait"
                  : "text-text-2",
          )}
        >
          {icon === undefined ? null : (
            <Icon of={icon} size={12} {...(isRetrying ? { label: "Retrying" } : {})} />
          )}
          {figure === undefined ? null : <span className="truncate">{figure}</span>}
        </span>
      ) : null}
    </div>
  );
}
