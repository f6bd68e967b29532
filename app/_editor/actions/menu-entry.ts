import { Copy, type LucideIcon, PencilLine, Scissors, Settings2 } from "lucide-react";
import type { EditorStore } from "../state/editor-store";
import type { Selection } from "../state/selection";

/** A line of a menu: what it does, or a rule between lines. */
export type MenuEntry =
  | "line"
  | {
      readonly label: string;
      readonly icon: LucideIcon;
      readonly onSelect: () => void;
      readonly shortcut?: string;
      readonly isDestructive?: boolean;
      /** Why it cannot be used now. */
      readonly why?: string | undefined;
    };

/** Opens the form of something, at a field when told. */
export function formEntry(store: EditorStore, selection: Selection): MenuEntry {
  return {
    label: "Open form",
    icon: Settings2,
    shortcut: "Enter",
    onSelect: () => {
      store.select(selection);
      store.setState({ isInspectorOpen: true, wantedField: "" });
    },
  };
}

/** Its name, ready to be typed over. */
export function renameEntry(store: EditorStore, selection: Selection): MenuEntry {
  return {
    label: "Rename",
    icon: PencilLine,
    shortcut: "F2",
    onSelect: () => {
      store.select(selection);
      store.setState({ isInspectorOpen: true, wantedField: "@name" });
    },
  };
}

/** Copy and cut go through the browser's own events, as their keys do: see clipboard-keys.ts. */
export function clipboardEntries(store: EditorStore, select: Selection): MenuEntry[] {
  const run = (command: "copy" | "cut") => () => {
    store.select(select);
    globalThis.document.execCommand(command);
  };
  return [
    { label: "Copy", icon: Copy, shortcut: "Mod+C", onSelect: run("copy") },
    { label: "Cut", icon: Scissors, shortcut: "Mod+X", onSelect: run("cut") },
  ];
}
