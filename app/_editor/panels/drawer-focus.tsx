"use client";

import { useEffect } from "react";
import { useEditor, useEditorStore } from "../state/editor-context";
import { focusSoon } from "../state/focus";

const places = {
  first: "[data-testid=drawer] :is(button, a, textarea, input)",
  payload: "[data-payload]",
} as const;

/** Stands behind the content of the drawer, and so in it as soon as that is there: who asked for it by keys goes on in it. */
export function DrawerFocus() {
  const store = useEditorStore();
  const wanted = useEditor((state) => state.wantedInDrawer);
  useEffect(() => {
    if (wanted === undefined) return;
    store.setState({ wantedInDrawer: undefined });
    focusSoon(() => document.querySelector<HTMLElement>(places[wanted]));
  }, [wanted, store]);
  return null;
}
