"use client";

import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { type MouseEvent, memo } from "react";
import { wireIssue } from "@/app/_editor/state/derived";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { useLive } from "@/app/_live/live-context";
import { useClock } from "@/app/_ui/use-now";
import type { BacklogLimit } from "@/flow/document/flow-document";
import { endsOf, type Wire } from "@/flow/graph/wires";
import { urgencyOf, wireFigures } from "./backlog";
import { useScope } from "./detail";
import type { WireEdge as WireEdgeType } from "./project-flow";
import { useBacklogLimit } from "./use-backlog-limit";
import { useWireState, type WireState } from "./use-wire-state";
import { WireDots } from "./wire-dots";
import { WireLabel } from "./wire-label";
import { wirePath } from "./wire-path";

/** A wire between two cards, with its label and the events that run along it. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<WireEdgeType>) {
  const { id, data, targetX, targetY } = props;
  const store = useEditorStore();
  const state = useWireState(data?.wire);
  const isSelected = useEditor(({ selection }) => selection.kind === "wire" && selection.id === id);
  const isCursor = useEditor(({ cursor }) => cursor === `wire:${id}`);
  const isLit = useIsLit(data?.wire);
  const limit = useBacklogLimit(data?.wire);
  const isLate = useIsLate(id, state, limit);
  const sentence = useEditor((editor) => wireIssue(editor, id)?.message.replaceAll(/[*`]/g, ""));
  const { detail } = useScope();
  if (!data) return null;
  const { wire, course } = data;
  const drawn = wirePath(props, course);
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    store.select({ kind: "wire", id });
    store.setState({ menu: { key: `wire:${id}`, x: event.clientX, y: event.clientY } });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a drawing in SVG, where no button exists
    <g
      role="button"
      aria-roledescription="wire"
      aria-label={sentence === undefined ? data.words : `${data.words}. ${sentence}`}
      className="wire"
      data-key={`wire:${id}`}
      data-testid={`wire:${id}`}
      data-state={state}
      data-selected={isSelected || undefined}
      data-late={isLate || undefined}
      data-lit={isLit || isSelected || isCursor || undefined}
      tabIndex={isCursor ? 0 : -1}
      onFocus={() => store.setState({ cursor: `wire:${id}` })}
      onContextMenu={openMenu}
    >
      <path d={drawn.path} fill="none" stroke="transparent" strokeWidth={16} />
      <WireTitle wireId={id} limit={limit} sentence={sentence} />
      <path d={drawn.path} className="wire-path" id={`path-${id}`} />
      <path className="wire-arrow" d={`M ${targetX} ${targetY} l -7 -4 v 8 z`} strokeLinejoin="round" />
      {detail === "far" ? null : <WireDots wireId={id} path={drawn.path} />}
      {detail === "near" ? (
        <EdgeLabelRenderer>
          <WireLabel
            wire={wire}
            state={state}
            x={drawn.labelX}
            y={drawn.labelY}
            isLoop={course.kind === "loop"}
            sentence={sentence}
          />
        </EdgeLabelRenderer>
      ) : null}
    </g>
  );
});

/** Something has waited here for so long that somebody should act. */
function useIsLate(wireId: string, state: WireState, limit: BacklogLimit | undefined): boolean {
  const live = useLive(({ wires }) => wires.get(wireId));
  const isHidden = useEditor(({ isLiveHidden }) => isLiveHidden);
  return useClock((now) => !isHidden && state !== "paused" && urgencyOf(live, now, limit) === "bad");
}

interface WireTitleProps {
  readonly wireId: string;
  readonly limit: BacklogLimit | undefined;
  readonly sentence: string | undefined;
}

/** What is wrong with a wire and all its figures in words, while the mouse is on it. */
function WireTitle({ wireId, limit, sentence }: WireTitleProps) {
  const isShown = useEditor(({ hoveredWire, isLiveHidden }) => hoveredWire === wireId && !isLiveHidden);
  const live = useLive(({ wires }) => (isShown ? wires.get(wireId) : undefined));
  const figures = live && wireFigures(live, new Date(), limit);
  const words = [sentence, figures].filter((part) => part !== undefined).join("\n");
  return words === "" ? null : <title>{words}</title>;
}

/** In the light: the wires of what is selected. */
function useIsLit(wire: Wire | undefined): boolean {
  return useEditor(({ selection, hoveredWire }) => {
    if (!wire) return false;
    if (hoveredWire === wire.id) return true;
    const { from, to } = endsOf(wire);
    return selection.kind === "cards" && (selection.keys.includes(from) || selection.keys.includes(to));
  });
}
