import { useMemo } from "react";
import { useEditor, useEditorStore } from "../state/editor-context";
import { sampleToTry } from "./sample-choice";
import type { ChosenSample } from "./trial";

/** What the draft would run on now. */
export function useSampleToTry(): ChosenSample | undefined {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const observed = useEditor((state) => state.observed);
  const chosen = useEditor((state) => state.chosen);
  return useMemo(
    () => sampleToTry({ ...store.getState(), document, observed, chosen }),
    [store, document, observed, chosen],
  );
}
