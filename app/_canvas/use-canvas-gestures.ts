import { type Edge, type Node, type ReactFlowProps, useReactFlow } from "@xyflow/react";
import { type DragEvent, useMemo } from "react";
import { drawWire, pullWire } from "@/app/_editor/actions/change-actions";
import { addDropped, paletteDragType } from "@/app/_editor/actions/drop-actions";
import { openLive } from "@/app/_editor/actions/live-actions";
import { useEditorStore } from "@/app/_editor/state/editor-context";
import { noSelection, selectCard } from "@/app/_editor/state/selection";
import { snapToGrid } from "@/flow/graph/placement";
import { parseCardKey } from "@/flow/graph/wires";
import { cardAt, sourceOf } from "./drop-target";

type Gesture =
  | "onConnectStart"
  | "onConnectEnd"
  | "onReconnectStart"
  | "onNodeClick"
  | "onNodeDoubleClick"
  | "onEdgeClick"
  | "onEdgeMouseEnter"
  | "onEdgeMouseLeave"
  | "onPaneClick"
  | "onPaneContextMenu";

interface Gestures<Drawn extends Node, Wire extends Edge> {
  /** For React Flow. Always the same functions: with others it would draw every card and wire again. */
  readonly flow: Pick<ReactFlowProps<Drawn, Wire>, Gesture>;
  /** For the frame around it: what is dragged out of the palette. */
  readonly frame: { onDragOver(event: DragEvent): void; onDrop(event: DragEvent): void };
}

/** What presses, drags and drops on the drawing mean. */
export function useCanvasGestures<Drawn extends Node, Wire extends Edge>(): Gestures<Drawn, Wire> {
  const store = useEditorStore();
  const flow = useReactFlow();
  return useMemo(() => {
    /** The wire whose end is on its way to another card. */
    let pulled: string | undefined;
    const placeOf = ({ clientX: x, clientY: y }: { clientX: number; clientY: number }) => ({
      screen: { x, y },
      position: snapToGrid(flow.screenToFlowPosition({ x, y }), 0),
    });
    return {
      flow: {
        // The wire answers the question that a ghost asks, or asks its own.
        onConnectStart: () => store.setState({ ghost: undefined }),
        onConnectEnd: (event, { fromHandle }) => {
          const source = fromHandle && sourceOf(fromHandle.nodeId, fromHandle.id);
          const pointer = "changedTouches" in event ? event.changedTouches[0] : event;
          if (!source || !pointer) return;
          const { screen, position } = placeOf(pointer);
          const key = cardAt(store, flow.screenToFlowPosition(screen));
          // A press on the outlet that never left its card is a click, which has its own meaning.
          const wire = pulled;
          pulled = undefined;
          if (key === fromHandle.nodeId) return;
          const card = (key === undefined ? undefined : parseCardKey(key)) ?? { kind: "empty" };
          const at = { anchor: key === undefined ? screen : { key }, end: position };
          if (wire === undefined) drawWire(store, source, card, at);
          else pullWire(store, wire, card, at);
        },
        onReconnectStart: (_, edge) => {
          pulled = edge.id;
        },
        onNodeClick: (event, node) => {
          if (node.type === "ghost") return;
          const { selection } = store.getState();
          const isAdding = event.shiftKey || event.metaKey || event.ctrlKey;
          const keys = isAdding && selection.kind === "cards" ? selection.keys : [];
          const next = keys.includes(node.id) ? keys.filter((key) => key !== node.id) : [...keys, node.id];
          store.select(isAdding ? { kind: "cards", keys: next } : selectCard(node.id));
          store.setState({ cursor: node.id, isInspectorOpen: next.length === 1 });
          if (store.getState().isPhone) openLive(store, eventsOf(node.id));
        },
        onNodeDoubleClick: (_, node) => {
          const card = parseCardKey(node.id);
          if (card?.kind === "consumer") store.setState({ consumerView: card.id });
        },
        onEdgeClick: (_, edge) => store.select({ kind: "wire", id: edge.id }),
        onEdgeMouseEnter: (_, edge) => store.setState({ hoveredWire: edge.id }),
        onEdgeMouseLeave: () => store.setState({ hoveredWire: undefined }),
        onPaneClick: () => {
          store.select(noSelection);
          store.setState({ isInspectorOpen: false });
        },
        onPaneContextMenu: (event) => {
          event.preventDefault();
          if (store.getState().isReadOnly) return;
          const { screen, position } = placeOf(event);
          store.setState({ prompt: { kind: "quick-add", anchor: screen, position } });
        },
      },
      frame: {
        onDragOver: (event) => {
          if (event.dataTransfer.types.includes(paletteDragType)) event.preventDefault();
        },
        onDrop: (event) => {
          const dragged = event.dataTransfer.getData(paletteDragType);
          if (dragged === "") return;
          event.preventDefault();
          const { screen, position } = placeOf(event);
          addDropped(store, dragged, screen, position);
        },
      },
    };
  }, [store, flow]);
}

/** The events of a card, for the list in the drawer. */
function eventsOf(key: string): { topic?: string; consumerId?: string } {
  const card = parseCardKey(key);
  if (card?.kind === "topic") return { topic: card.id };
  return card?.kind === "consumer" ? { consumerId: card.id } : {};
}
