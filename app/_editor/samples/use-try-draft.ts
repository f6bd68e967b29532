import { useCallback } from "react";
import { useBackend } from "../deploy/use-deployment";
import { useEditorStore } from "../state/editor-context";

/** Runs the draft; with a step, up to it. What does it is fetched with the first run. */
export function useTryDraft(): (upTo?: string) => void {
  const store = useEditorStore();
  const backend = useBackend();
  return useCallback(
    (upTo?: string) => {
      void import("./try-draft").then(({ tryDraft }) => tryDraft(store, backend, upTo));
    },
    [store, backend],
  );
}
