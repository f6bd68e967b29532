"use client";

import { Ellipsis } from "lucide-react";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";

/** The ⋯ of a card or row: there on hover, focus and selection. The menu itself exists once, for all. */
export function CardMenuButton({
  menuKey,
  className,
}: {
  readonly menuKey: string;
  readonly className?: string;
}) {
  const store = useEditorStore();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label="More"
      aria-haspopup="menu"
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        store.setState({ menu: { key: menuKey, x: box.left, y: box.bottom + 4 } });
      }}
      className={cn(
        "nodrag card-tool card-detail grid size-6 shrink-0 place-items-center rounded-chip text-muted opacity-0 hover:bg-hover hover:text-text",
        "group-hover/card:opacity-100 group-focus/card:opacity-100 group-data-selected/card:opacity-100",
        className,
      )}
    >
      <Icon of={Ellipsis} />
    </button>
  );
}
