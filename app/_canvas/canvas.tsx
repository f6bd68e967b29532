"use client";

import "./canvas.css";
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type NodeChange,
  type NodeProps,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Viewport,
} from "@xyflow/react";
import { type KeyboardEvent, lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { drawWire, moveCards, pullWire } from "@/app/_editor/actions/change-actions";
import { addDropped, paletteDragType } from "@/app/_editor/actions/drop-actions";
import { openLive } from "@/app/_editor/actions/live-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { noSelection, onlyCard, selectCard } from "@/app/_editor/state/selection";
import { groupKey, groupRects } from "@/flow/edit/annotations";
import { type Point, portOf, snapToGrid } from "@/flow/graph/placement";
import { parseCardKey } from "@/flow/graph/wires";
import { CanvasControls } from "./canvas-controls";
import { ConsumerCard } from "./consumer-card";
import { DraftWire } from "./draft-wire";
import { cardAt, cardRectsNow, sourceOf } from "./drop-target";
import { GhostCard, type GhostNode, projectGhost } from "./ghost-card";
import { openingView } from "./opening-view";
import { ProducerCard } from "./producer-card";
import { type FrameNode, type NoteNode, projectAnnotations } from "./project-annotations";
import { type CardNode, projectCards, projectWires, type WireEdge as WireEdgeType } from "./project-flow";
import { TopicCard } from "./topic-card";
import { useCanvasKeys } from "./use-canvas-keys";
import { useCanvasView } from "./use-canvas-view";
import { useReveal } from "./use-reveal";
import { WireEdge } from "./wire-edge";

const SelectionBar = lazy(() =>
  import("./selection-bar").then((module) => ({ default: module.SelectionBar })),
);
const SmallMap = lazy(() => import("./small-map").then((module) => ({ default: module.SmallMap })));

// Few drawings have notes or groups: their cards are fetched when one has.
const NoteCard = lazy(() => import("./annotation-nodes").then((module) => ({ default: module.NoteCard })));
const GroupFrame = lazy(() =>
  import("./annotation-nodes").then((module) => ({ default: module.GroupFrame })),
);

const nodeTypes = {
  producer: ProducerCard,
  topic: TopicCard,
  consumer: ConsumerCard,
  ghost: GhostCard,
  note: (props: NodeProps<NoteNode>) => (
    <Suspense>
      <NoteCard {...props} />
    </Suspense>
  ),
  frame: (props: NodeProps<FrameNode>) => (
    <Suspense>
      <GroupFrame {...props} />
    </Suspense>
  ),
};
const edgeTypes = { wire: WireEdge };
type DrawnNode = CardNode | GhostNode | NoteNode | FrameNode;

/** Where an empty drawing begins: three columns fit beside the inspector at 1280 px, above an open drawer. */
const firstViewport = { x: 22, y: 120, zoom: 1 };

/** Where the window stood when the drawing gave way to the outline or a consumer's list. */
const lastViews = new WeakMap<EditorStore, Viewport>();

/** The drawing. The document is the truth: React Flow shows a projection and reports gestures. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>
  );
}

function zoomLevel(zoom: number): "near" | "mid" | "far" {
  return zoom >= 0.7 ? "near" : zoom >= 0.4 ? "mid" : "far";
}

function Drawing() {
  const store = useEditorStore();
  const flow = useReactFlow<DrawnNode, WireEdgeType>();
  const frame = useRef<HTMLDivElement>(null);
  const { drawn, wires } = useProjection();
  const { shown, onNodesChange, onNodeDragStop } = useMoving(drawn);
  const onKeyDown = useCanvasKeys();
  useReveal(frame);
  useCanvasView();

  /** The wire whose end is on its way to another card. */
  const pulled = useRef<string>(undefined);
  const onConnectEnd: OnConnectEnd = useCallback(
    (event, connection) => {
      const handle = connection.fromHandle;
      const source = handle && sourceOf(handle.nodeId, handle.id);
      const pointer = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!source || !pointer) return;
      const screen = { x: pointer.clientX, y: pointer.clientY };
      const point = flow.screenToFlowPosition(screen);
      const key = cardAt(store, point);
      // A press on the outlet that never left its card is a click, which has its own meaning.
      const wire = pulled.current;
      pulled.current = undefined;
      if (key === handle.nodeId) return;
      const card = (key === undefined ? undefined : parseCardKey(key)) ?? { kind: "empty" };
      const at = { anchor: key === undefined ? screen : { key }, end: snapToGrid(point, 0) };
      if (wire === undefined) drawWire(store, source, card, at);
      else pullWire(store, wire, card, at);
    },
    [flow, store],
  );

  const isReadOnly = useEditor((state) => state.isReadOnly);
  // Only the first drawing is fitted; later the person moves the window.
  const [hasCards] = useState(() => drawn.length > 0);
  const isManySelected = useEditor(
    ({ selection }) => selection.kind === "cards" && selection.keys.length > 1,
  );
  const isMapShown = useEditor((state) => state.isMapShown);
  const isArranging = useEditor((state) => state.isArranging);
  const isLiveHidden = useEditor((state) => state.isLiveHidden);
  const isLit = useEditor(
    ({ selection, hoveredWire }) =>
      hoveredWire !== undefined ||
      (selection.kind === "cards" && selection.keys.length > 0) ||
      selection.kind === "wire",
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: the drawing takes the keys of all cards in it
    <div
      ref={frame}
      role="group"
      aria-label="Canvas"
      className="canvas relative size-full bg-canvas"
      data-testid="canvas"
      data-lit={isLit || undefined}
      data-arranging={isArranging || undefined}
      data-live={isLiveHidden ? "hidden" : undefined}
      data-zoom="near"
      onKeyDown={(event: KeyboardEvent<HTMLDivElement>) => onKeyDown(event)}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(paletteDragType)) event.preventDefault();
      }}
      onDrop={(event) => {
        const dragged = event.dataTransfer.getData(paletteDragType);
        if (dragged === "") return;
        event.preventDefault();
        const screen = { x: event.clientX, y: event.clientY };
        addDropped(store, dragged, screen, snapToGrid(flow.screenToFlowPosition(screen), 0));
      }}
    >
      <ReactFlow<DrawnNode, WireEdgeType>
        nodes={shown}
        edges={wires}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        connectionLineComponent={DraftWire}
        onNodesChange={onNodesChange}
        onNodeDragStop={onNodeDragStop}
        // The wire answers the question that a ghost asks, or asks its own.
        onConnectStart={() => store.setState({ ghost: undefined })}
        onConnectEnd={onConnectEnd}
        onReconnectStart={(_, edge) => {
          pulled.current = edge.id;
        }}
        // Without a handler no end can be pulled; what a drop means is decided in one place, onConnectEnd.
        {...(isReadOnly ? {} : { onReconnect: () => undefined })}
        reconnectRadius={10}
        onNodeClick={(event, node) => {
          if (node.type === "ghost") return;
          const { selection } = store.getState();
          const isAdding = event.shiftKey || event.metaKey || event.ctrlKey;
          const keys = isAdding && selection.kind === "cards" ? selection.keys : [];
          const next = keys.includes(node.id) ? keys.filter((key) => key !== node.id) : [...keys, node.id];
          store.select(isAdding ? { kind: "cards", keys: next } : selectCard(node.id));
          store.setState({ cursor: node.id, isInspectorOpen: next.length === 1 });
          if (store.getState().isPhone) openLive(store, eventsOf(node.id));
        }}
        onNodeDoubleClick={(_, node) => {
          if (node.type === "consumer") store.setState({ consumerView: node.data.card.id });
        }}
        zoomOnDoubleClick={false}
        onEdgeClick={(_, edge) => store.select({ kind: "wire", id: edge.id })}
        onEdgeMouseEnter={(_, edge) => store.setState({ hoveredWire: edge.id })}
        onEdgeMouseLeave={() => store.setState({ hoveredWire: undefined })}
        onPaneClick={() => {
          store.select(noSelection);
          store.setState({ isInspectorOpen: false });
        }}
        onPaneContextMenu={(event) => {
          event.preventDefault();
          const screen = { x: event.clientX, y: event.clientY };
          const position = snapToGrid(flow.screenToFlowPosition(screen), 0);
          store.setState({ prompt: { kind: "quick-add", anchor: screen, position } });
        }}
        onMove={(_, { zoom }) => {
          const level = zoomLevel(zoom);
          if (frame.current && frame.current.dataset.zoom !== level) frame.current.dataset.zoom = level;
          frame.current?.style.setProperty("--inverse-zoom", String(1 / zoom));
        }}
        nodesConnectable={!isReadOnly}
        nodesDraggable={!isReadOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        connectOnClick={false}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={0}
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={null}
        selectionMode={SelectionMode.Partial}
        nodeDragThreshold={4}
        minZoom={0.1}
        maxZoom={2}
        onInit={(instance) => {
          const box = frame.current;
          const before = lastViews.get(store);
          if (before) void instance.setViewport(before);
          else if (hasCards && box) void instance.setViewport(openingView(cardRectsNow(store), box));
          // It may have been opened at a card.
          const asked = onlyCard(store.getState().selection);
          if (before === undefined && asked !== undefined) store.setState({ reveal: asked });
        }}
        onMoveEnd={(_, viewport) => lastViews.set(store, viewport)}
        defaultViewport={firstViewport}
        onlyRenderVisibleElements={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} />
        {isMapShown ? (
          <Suspense>
            <SmallMap />
          </Suspense>
        ) : null}
      </ReactFlow>
      <CanvasControls />
      {isManySelected ? (
        <Suspense>
          <SelectionBar />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The document as React Flow wants it; each card's object stays the same while nothing about it changed. */
function useProjection(): { drawn: DrawnNode[]; wires: WireEdgeType[] } {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const ghost = useEditor((state) => state.ghost);
  return useMemo(() => {
    const rects = cardRectsNow(store);
    const cards = projectCards(document, nodes, rects);
    const ghostCard = ghost && projectGhost(document, ghost);
    return {
      drawn: [...cards, ...projectAnnotations(document, rects), ...(ghostCard ? [ghostCard] : [])],
      wires: projectWires(document, nodes, rects),
    };
  }, [document, nodes, ghost, store]);
}

/** While cards are dragged their places live here; the drop becomes one change of the document. */
function useMoving(drawn: DrawnNode[]) {
  const store = useEditorStore();
  const [moving, setMoving] = useState<ReadonlyMap<string, Point>>(() => new Map());
  const movingNow = useRef(moving);
  movingNow.current = moving;
  const selection = useEditor((state) => state.selection);
  const selectedKeys = useMemo(() => new Set(selection.kind === "cards" ? selection.keys : []), [selection]);
  const shown = useMemo(
    () =>
      drawn.map((node): DrawnNode => {
        const position = moving.get(node.id);
        const selected = selectedKeys.has(node.id);
        if (!position && !selected) return node;
        return { ...node, ...(position && { position }), selected };
      }),
    [drawn, moving, selectedKeys],
  );
  const onNodesChange = useCallback(
    (changes: NodeChange<DrawnNode>[]) => {
      const places = new Map<string, Point>();
      const added: string[] = [];
      for (const change of changes) {
        if (change.type === "position" && change.position && change.dragging) {
          for (const [key, place] of placesWhile(store, change.id, change.position)) places.set(key, place);
        }
        if (change.type === "select" && change.selected && change.id !== "ghost") added.push(change.id);
      }
      if (places.size > 0) setMoving((current) => new Map([...current, ...places]));
      if (added.length > 1) store.select({ kind: "cards", keys: added });
    },
    [store],
  );
  const onNodeDragStop = useCallback(() => {
    if (movingNow.current.size > 0) moveCards(store, movingNow.current);
    setMoving(new Map());
  }, [store]);
  return { shown, onNodesChange, onNodeDragStop };
}

/** Where a dragged thing stands now, on the grid; the frame of a group takes its cards with it. */
function placesWhile(store: EditorStore, key: string, { x, y }: Point): ReadonlyMap<string, Point> {
  const { document } = store.getState();
  if (key.startsWith("note:")) return new Map([[key, snapToGrid({ x, y }, 0)]]);
  const group = document.groups?.find(({ id }) => groupKey(id) === key);
  if (!group) return new Map([[key, snapToGrid({ x, y }, portOf(document, key))]]);
  const rects = cardRectsNow(store);
  const frame = groupRects(document, rects).get(group.id);
  const place = snapToGrid({ x, y }, 0);
  const [dx, dy] = frame
    ? [Math.round((place.x - frame.x) / 8) * 8, Math.round((place.y - frame.y) / 8) * 8]
    : [0, 0];
  const cards = group.cards.flatMap((card) => {
    const rect = rects.get(card);
    return rect ? [[card, { x: rect.x + dx, y: rect.y + dy }] as const] : [];
  });
  return new Map([...(frame ? [[key, { x: frame.x + dx, y: frame.y + dy }] as const] : []), ...cards]);
}

/** The events of a card, for the list in the drawer. */
function eventsOf(key: string): { topic?: string; consumerId?: string } {
  const card = parseCardKey(key);
  if (card?.kind === "topic") return { topic: card.id };
  return card?.kind === "consumer" ? { consumerId: card.id } : {};
}
