"use client";

import {
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  CopyPlus,
  Group,
  type LucideIcon,
  Spline,
  Trash2,
} from "lucide-react";
import { removeSelected } from "@/app/_editor/actions/change-actions";
import { duplicateSelected } from "@/app/_editor/actions/clipboard-actions";
import { groupSelected } from "@/app/_editor/actions/note-actions";
import { alignments, alignSelected } from "@/app/_editor/actions/select-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { formatPlural } from "@/app/_ui/format";
import { IconButton } from "@/app/_ui/icon-button";
import type { Alignment } from "@/flow/edit/align-cards";

const icons: Readonly<Record<Alignment, LucideIcon>> = {
  line: Spline,
  left: AlignStartVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  bottom: AlignEndHorizontal,
  "space-across": AlignHorizontalSpaceBetween,
  "space-down": AlignVerticalSpaceBetween,
};

/** What several selected cards can be done with, above the drawing. */
export function SelectionBar() {
  const store = useEditorStore();
  const count = useEditor(({ selection }) => (selection.kind === "cards" ? selection.keys.length : 0));
  const isReadOnly = useEditor((state) => state.isReadOnly);
  if (count < 2 || isReadOnly) return null;
  return (
    <div
      role="toolbar"
      aria-label="Selected cards"
      data-testid="selection-bar"
      className="absolute top-4 left-1/2 z-panel flex max-w-full -translate-x-1/2 items-center gap-0.5 rounded-card border bg-surface p-1 shadow-2 max-md:hidden"
    >
      <span className="px-2 text-dense whitespace-nowrap text-text-2 tabular-nums">
        {formatPlural(count, "card")}
      </span>
      {alignments.map(({ way, label }) => (
        <IconButton key={way} icon={icons[way]} label={label} onClick={() => alignSelected(store, way)} />
      ))}
      <span className="mx-1 h-4 w-px bg-border" aria-hidden />
      <IconButton icon={Group} label="Group" shortcut="G" onClick={() => groupSelected(store)} />
      <IconButton
        icon={CopyPlus}
        label="Duplicate"
        shortcut="Mod+D"
        onClick={() => duplicateSelected(store)}
      />
      <IconButton icon={Trash2} label="Remove" shortcut="Delete" onClick={() => removeSelected(store)} />
    </div>
  );
}
