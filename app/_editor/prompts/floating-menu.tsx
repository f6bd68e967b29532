"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { useMemo } from "react";
import { MenuItem, MenuLine } from "@/app/_ui/menu-items";
import { menuFrame } from "@/app/_ui/menu-styles";
import { menuEntries } from "../actions/menu-entries";
import type { MenuEntry } from "../actions/menu-entry";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusElement } from "../state/focus";

/** The one menu of cards, rows and wires: at a press of ⋯, a right-click, or Enter on a wire. */
export function FloatingMenu() {
  const store = useEditorStore();
  const menu = useEditor((state) => state.menu);
  const anchor = useMemo(
    () => menu && { getBoundingClientRect: () => new DOMRect(menu.x, menu.y, 0, 0) },
    [menu],
  );
  if (!menu || !anchor) return null;
  const entries = menuEntries(store, menu.key);
  return (
    <Base.Root
      open
      onOpenChange={(isOpen) => {
        if (isOpen || store.getState().menu !== menu) return;
        store.setState({ menu: undefined });
        focusElement(menu.key);
      }}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          collisionPadding={8}
          className="z-popover outline-none"
        >
          <Base.Popup className={menuFrame}>
            {entries.map((entry, index) =>
              entry === "line" ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else
                <MenuLine key={index} />
              ) : (
                <Entry key={entry.label} entry={entry} />
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ entry }: { readonly entry: Exclude<MenuEntry, "line"> }) {
  return (
    <MenuItem
      icon={entry.icon}
      onSelect={entry.onSelect}
      destructive={entry.isDestructive ?? false}
      disabled={entry.why ?? false}
      {...(entry.shortcut === undefined ? {} : { shortcut: entry.shortcut })}
    >
      {entry.label}
    </MenuItem>
  );
}
