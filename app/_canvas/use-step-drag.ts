import { useReactFlow } from "@xyflow/react";
import type { PointerEvent as ReactPointerEvent } from "react";
import { copyStepTo, moveStepTo, stepToNewConsumer } from "@/app/_editor/actions/change-actions";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { portOffset } from "@/flow/graph/card-size";
import { snapToGrid } from "@/flow/graph/placement";
import type { StepPlace } from "@/flow/graph/step-tree";

/** Pixels before a press becomes a drag. */
const threshold = 4;

/** The place that a point of the screen stands for: above or below the middle of a row. */
function placeAt(x: number, y: number): StepPlace | undefined {
  const row = globalThis.document
    .elementsFromPoint(x, y)
    .map((element) => element.closest<HTMLElement>("[data-drop-consumer]"))
    .find((element) => element !== null);
  const consumerId = row?.dataset.dropConsumer;
  if (!row || consumerId === undefined) return undefined;
  const box = row.getBoundingClientRect();
  const isStep = row.dataset.stepType !== undefined;
  const offset = isStep && y > box.top + box.height / 2 ? 1 : 0;
  return { consumerId, branchId: row.dataset.dropBranch, index: Number(row.dataset.dropIndex ?? 0) + offset };
}

const isOverCard = (x: number, y: number) =>
  globalThis.document
    .elementsFromPoint(x, y)
    .some((element) => element.closest(".canvas-card, [data-no-drop]") !== null);

/** Drags a step by its grip: to another place, with Alt as a copy, on empty canvas as a consumer of its own. */
export function useStepDrag(stepId: string) {
  const store = useEditorStore();
  const flow = useReactFlow();
  return (event: ReactPointerEvent<HTMLElement>) => {
    if (event.button !== 0 || store.getState().isReadOnly) return;
    event.preventDefault();
    event.stopPropagation();
    const start = { x: event.clientX, y: event.clientY };
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    let isDragging = false;

    const onMove = (move: PointerEvent) => {
      isDragging ||= Math.hypot(move.clientX - start.x, move.clientY - start.y) >= threshold;
      if (isDragging) store.setState({ stepDrag: { stepId, place: placeAt(move.clientX, move.clientY) } });
    };
    const end = (drop?: PointerEvent) => {
      grip.removeEventListener("pointermove", onMove);
      grip.removeEventListener("pointerup", onUp);
      grip.removeEventListener("pointercancel", onCancel);
      globalThis.removeEventListener("keydown", onKey, true);
      const place = store.getState().stepDrag?.place;
      store.setState({ stepDrag: undefined });
      if (!drop || !isDragging) return;
      if (place) (drop.altKey ? copyStepTo : moveStepTo)(store, stepId, place);
      else if (!isOverCard(drop.clientX, drop.clientY)) {
        const point = flow.screenToFlowPosition({ x: drop.clientX, y: drop.clientY });
        stepToNewConsumer(store, stepId, snapToGrid(point, portOffset.consumer));
      }
    };
    const onUp = (up: PointerEvent) => end(up);
    const onCancel = () => end();
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.stopPropagation();
      end();
    };
    grip.addEventListener("pointermove", onMove);
    grip.addEventListener("pointerup", onUp);
    grip.addEventListener("pointercancel", onCancel);
    globalThis.addEventListener("keydown", onKey, true);
  };
}
