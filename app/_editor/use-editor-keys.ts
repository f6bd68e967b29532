import { useEffect } from "react";
import { openCommands, openFind } from "./actions/ask-actions";
import { selectAll } from "./actions/select-all";
import { isCovered, isForDrawing, isTyping } from "./key-places";
import { quickAdd } from "./panels/palette";
import { useTryDraft } from "./samples/use-try-draft";
import { useEditorStore } from "./state/editor-context";
import type { EditorStore } from "./state/editor-store";

function withMod(store: EditorStore, event: KeyboardEvent): boolean {
  switch (event.key.toLowerCase()) {
    case "z":
      (event.shiftKey ? store.redo : store.undo)();
      return true;
    case "y":
      store.redo();
      return true;
    case "a":
      selectAll(store);
      return true;
    default:
      return false;
  }
}

function plain(store: EditorStore, { key }: KeyboardEvent): boolean {
  const { view, isOutlineOpen, isMapShown, selection } = store.getState();
  switch (key.toLowerCase()) {
    case "n":
      quickAdd(store);
      return true;
    case "/":
      openFind(store);
      return true;
    case "?":
      store.setState({ isKeysOpen: true });
      return true;
    case "o":
      store.setState({ isOutlineOpen: !isOutlineOpen });
      return true;
    case "m":
      store.setState({ isMapShown: !isMapShown });
      return true;
    case "t":
      void import("./actions/note-actions").then(({ addNoteHere }) => addNoteHere(store));
      return true;
    case "g":
      void import("./actions/note-actions").then(({ groupSelected }) => groupSelected(store));
      return true;
    case "0":
      view?.zoomToFull();
      return true;
    case "1":
      view?.showAll();
      return true;
    case "2":
      if (selection.kind === "cards") view?.showCards(selection.keys);
      return true;
    default:
      return false;
  }
}

/** Keys that work wherever the focus is, except while typing. */
export function useEditorKeys(): void {
  const store = useEditorStore();
  const tryDraft = useTryDraft();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isCovered()) return;
      const isMod = event.metaKey || event.ctrlKey;
      // Commands are asked for from anywhere, also while typing; so is a run: people change a field and look what it does.
      const key = event.key.toLowerCase();
      if (isMod && key === "k") openCommands(store);
      else if (isMod && key === "enter") tryDraft();
      else if (isTyping(event.target) || event.altKey) return;
      else if (!(isMod ? withMod : plain)(store, event)) return;
      event.preventDefault();
    };
    // Pasting may be the first thing of all, before anything else was fetched.
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text === "" || !isForDrawing(event)) return;
      event.preventDefault();
      void import("./actions/clipboard-actions").then(({ pasteText }) => pasteText(store, text));
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("paste", onPaste);
    };
  }, [store, tryDraft]);
}
