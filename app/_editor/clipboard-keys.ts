import { useEffect } from "react";
import { copiedText, cutText, pasteText } from "./actions/clipboard-actions";
import { isCovered, isTyping } from "./key-places";
import { useEditorStore } from "./state/editor-context";

/** Copy, cut and paste of cards and steps as text, by the keys and menus of the browser. Chosen text stays its own. */
export function ClipboardKeys(): null {
  const store = useEditorStore();
  useEffect(() => {
    const done = new AbortController();
    const isOurs = ({ target }: Event) =>
      !isTyping(target) && !isCovered() && document.getSelection()?.isCollapsed !== false;
    const give = (event: ClipboardEvent, text: string | undefined) => {
      if (text === undefined) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    const { signal } = done;
    addEventListener("copy", (event) => isOurs(event) && give(event, copiedText(store)), { signal });
    addEventListener("cut", (event) => isOurs(event) && give(event, cutText(store)), { signal });
    addEventListener(
      "paste",
      (event) => {
        const text = event.clipboardData?.getData("text/plain") ?? "";
        if (!isOurs(event) || text === "") return;
        event.preventDefault();
        pasteText(store, text);
      },
      { signal },
    );
    return () => done.abort();
  }, [store]);
  return null;
}
