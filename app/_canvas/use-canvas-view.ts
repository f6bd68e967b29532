import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { snapToGrid } from "@/flow/graph/placement";
import { showAll } from "./use-reveal";

const duration = 200;

/** Lends what the drawing can do to commands that stand elsewhere, while it is drawn. */
export function useCanvasView(): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  useEffect(() => {
    store.setState({
      view: {
        zoomIn: () => void flow.zoomIn({ duration }),
        zoomOut: () => void flow.zoomOut({ duration }),
        zoomToFull: () => void flow.zoomTo(1, { duration }),
        showAll: () => showAll(flow),
        middle: () => {
          const box = document.querySelector("[data-testid=canvas]")?.getBoundingClientRect();
          const screen = box
            ? { x: box.left + box.width / 2 - 120, y: box.top + box.height / 3 }
            : { x: innerWidth / 2, y: innerHeight / 3 };
          return snapToGrid(flow.screenToFlowPosition(screen), 0);
        },
        showCards: (keys) =>
          void flow.fitView({ duration, padding: 0.2, maxZoom: 1, nodes: keys.map((id) => ({ id })) }),
      },
    });
    return () => store.setState({ view: undefined });
  }, [store, flow]);
}
