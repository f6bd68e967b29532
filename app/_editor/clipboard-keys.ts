import { useEffect } from "react";
import { copiedText, cutText } from "./actions/clipboard-actions";
import { isForDrawing } from "./key-places";
import { useEditorStore } from "./state/editor-context";

/** Copy and cut of cards and steps as text, by the keys and menus of the browser. */
export function ClipboardKeys(): null {
  const store = useEditorStore();
  useEffect(() => {
    const done = new AbortController();
    const give = (event: ClipboardEvent, text: string | undefined) => {
      if (text === undefined) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    const { signal } = done;
    addEventListener("copy", (event) => isForDrawing(event) && give(event, copiedText(store)), { signal });
    addEventListener("cut", (event) => isForDrawing(event) && give(event, cutText(store)), { signal });
    return () => done.abort();
  }, [store]);
  return null;
}
