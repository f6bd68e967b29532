import { useEffect } from "react";
import { quickAdd } from "./panels/palette";
import { useEditorStore } from "./state/editor-context";

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role=textbox], [role=combobox]"))
  );
}

/** A dialog, menu or list is open: its keys are its own. Toasts call themselves dialogs, and take no keys. */
const isCovered = () =>
  document.querySelector(":is([role=dialog], [role=alertdialog]):not([data-toast]), [role=menu]") !== null;

/** Keys that work wherever the focus is, except while typing. */
export function useEditorKeys(): void {
  const store = useEditorStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || isCovered()) return;
      const isMod = event.metaKey || event.ctrlKey;
      const key = event.key.toLowerCase();
      if (isMod && key === "z") (event.shiftKey ? store.redo : store.undo)();
      else if (isMod && key === "y") store.redo();
      else if (isMod || event.altKey) return;
      else if (key === "n") quickAdd(store);
      else if (event.key === "?") store.setState({ isKeysOpen: true });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [store]);
}
