import { useEditor } from "@/app/_editor/state/editor-context";
import { findStep } from "@/flow/graph/step-tree";

interface StepPlaceState {
  readonly branchId: string | undefined;
  readonly index: number;
  /** A line before or after this row: a dragged step would go there. */
  readonly indicator: "before" | "after" | undefined;
  readonly isDragged: boolean;
}

/** Where a row stands in its list, and whether a dragged step would land beside it. */
export function useStepPlace(stepId: string): StepPlaceState {
  const branchId = useEditor(({ document }) => findStep(document, stepId)?.place.branchId);
  const index = useEditor(({ document }) => findStep(document, stepId)?.place.index ?? 0);
  const indicator = useEditor(({ document, stepDrag }) => {
    if (!stepDrag?.place) return undefined;
    const place = findStep(document, stepId)?.place;
    if (place?.consumerId !== stepDrag.place.consumerId || place.branchId !== stepDrag.place.branchId) {
      return undefined;
    }
    if (place.index === stepDrag.place.index) return "before" as const;
    return undefined;
  });
  const isDragged = useEditor(({ stepDrag }) => stepDrag?.stepId === stepId);
  return { branchId, index, indicator, isDragged };
}
