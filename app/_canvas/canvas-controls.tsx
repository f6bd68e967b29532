"use client";

import { useReactFlow, useStore } from "@xyflow/react";
import { Eye, EyeOff, Map as MapIcon, Maximize, Minus, Plus, Wand } from "lucide-react";
import { arrangeCards } from "@/app/_editor/actions/arrange-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { IconButton } from "@/app/_ui/icon-button";
import { showAll } from "./use-reveal";

/** Zoom, fit and arrange, at the lower right of the drawing. */
export function CanvasControls() {
  const store = useEditorStore();
  const flow = useReactFlow();
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isMapShown = useEditor((state) => state.isMapShown);
  const isLiveHidden = useEditor((state) => state.isLiveHidden);
  const duration = 200;
  return (
    <div className="absolute right-4 bottom-4 z-panel flex items-center rounded-card border bg-surface p-1 shadow-1">
      <IconButton icon={Minus} label="Zoom out" shortcut="-" onClick={() => flow.zoomOut({ duration })} />
      <button
        type="button"
        className="h-7 w-12 rounded-control text-center text-label text-text-2 tabular-nums hover:bg-hover"
        title="Zoom to 100 %"
        onClick={() => flow.zoomTo(1, { duration })}
      >
        {percent} %
      </button>
      <IconButton icon={Plus} label="Zoom in" shortcut="+" onClick={() => flow.zoomIn({ duration })} />
      <span className="mx-1 h-4 w-px bg-border" aria-hidden />
      <IconButton icon={Maximize} label="Show all" shortcut="1" onClick={() => showAll(flow)} />
      <IconButton
        icon={MapIcon}
        label={isMapShown ? "Hide the small map" : "Show the small map"}
        shortcut="M"
        pressed={isMapShown}
        onClick={() => store.setState({ isMapShown: !isMapShown })}
      />
      <IconButton
        icon={isLiveHidden ? EyeOff : Eye}
        label={isLiveHidden ? "Show live numbers" : "Hide live numbers"}
        pressed={isLiveHidden}
        onClick={() => store.setState({ isLiveHidden: !isLiveHidden })}
      />
      {isReadOnly ? null : (
        <IconButton icon={Wand} label="Arrange cards" shortcut="L" onClick={() => arrangeCards(store)} />
      )}
    </div>
  );
}
