"use client";

import "./canvas.css";
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type NodeProps,
  type OnMove,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
  type Viewport,
} from "@xyflow/react";
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  startTransition,
  useCallback,
  useMemo,
  useRef,
  useState,
} from "react";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import type { EditorStore } from "@/app/_editor/state/editor-store";
import { onlyCard } from "@/app/_editor/state/selection";
import { CanvasControls } from "./canvas-controls";
import { ConsumerCard } from "./consumer-card";
import { type Detail, detailAt, isLess, manyCards, ScopeProvider, showZoom } from "./detail";
import { DraftWire } from "./draft-wire";
import { cardRectsNow } from "./drop-target";
import { GhostCard, type GhostNode, projectGhost } from "./ghost-card";
import { isSameCard, isSameWire, keepSame } from "./keep-same";
import { openingView } from "./opening-view";
import { ProducerCard } from "./producer-card";
import { type FrameNode, type NoteNode, projectAnnotations } from "./project-annotations";
import { type CardNode, projectCards, projectWires, type WireEdge as WireEdgeType } from "./project-flow";
import { TopicCard } from "./topic-card";
import { useCanvasGestures } from "./use-canvas-gestures";
import { useCanvasKeys } from "./use-canvas-keys";
import { useCanvasView } from "./use-canvas-view";
import { useMoving } from "./use-moving";
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

const proOptions = { hideAttribution: true };
const ignore = () => undefined;

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

function Drawing() {
  const store = useEditorStore();
  const frame = useRef<HTMLDivElement>(null);
  const { drawn, wires } = useProjection();
  const { shown, onNodesChange, onNodeDragStop } = useMoving(drawn);
  const gestures = useCanvasGestures<DrawnNode, WireEdgeType>();
  const onKeyDown = useCanvasKeys();
  useReveal(frame);
  useCanvasView();

  const isWindowed = drawn.length > manyCards;
  const [detail, setDetail] = useState<Detail>("near");
  const shownDetail = useRef<Detail>("near");
  const scope = useMemo(() => ({ detail: isWindowed ? detail : "near", isWindowed }), [detail, isWindowed]);
  const onMove: OnMove = useCallback((_, { zoom }) => {
    showZoom(zoom);
    const next = detailAt(zoom);
    if (next === shownDetail.current) return;
    const isLessNow = isLess(next, shownDetail.current);
    shownDetail.current = next;
    if (isLessNow) setDetail(next);
    else startTransition(() => setDetail(next));
  }, []);
  const onMoveEnd: OnMove = useCallback((_, viewport) => void lastViews.set(store, viewport), [store]);
  // Only the first drawing is fitted; later the person moves the window.
  const [hasCards] = useState(() => drawn.length > 0);
  // As it was when this drawing began: what is brought into sight meanwhile must not take its place.
  const [before] = useState(() => lastViews.get(store));
  const onInit = useCallback(
    (instance: ReactFlowInstance<DrawnNode, WireEdgeType>) => {
      const box = frame.current;
      if (before) void instance.setViewport(before);
      else if (hasCards && box) void instance.setViewport(openingView(cardRectsNow(store), box));
      // It may have been opened at a card.
      const asked = onlyCard(store.getState().selection);
      if (before === undefined && asked !== undefined) store.setState({ reveal: asked });
    },
    [store, hasCards, before],
  );

  const isReadOnly = useEditor((state) => state.isReadOnly);
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
      // Where the card that the keyboard is on is not drawn, the drawing has the keyboard.
      tabIndex={isWindowed ? 0 : undefined}
      className="canvas relative size-full bg-canvas focus-visible:-outline-offset-2"
      data-testid="canvas"
      data-lit={isLit || undefined}
      data-arranging={isArranging || undefined}
      data-live={isLiveHidden ? "hidden" : undefined}
      data-zoom={detail}
      onKeyDown={(event: KeyboardEvent<HTMLDivElement>) => onKeyDown(event)}
      {...gestures.frame}
    >
      <ScopeProvider value={scope}>
        <ReactFlow<DrawnNode, WireEdgeType>
          nodes={shown}
          edges={wires}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          connectionLineComponent={DraftWire}
          onNodesChange={onNodesChange}
          onNodeDragStop={onNodeDragStop}
          {...gestures.flow}
          // Without a handler no end can be pulled; what a drop means is decided in one place, onConnectEnd.
          {...(isReadOnly ? {} : { onReconnect: ignore })}
          reconnectRadius={10}
          zoomOnDoubleClick={false}
          onMove={onMove}
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
          onInit={onInit}
          onMoveEnd={onMoveEnd}
          defaultViewport={firstViewport}
          onlyRenderVisibleElements={isWindowed}
          proOptions={proOptions}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} />
          {isMapShown ? (
            <Suspense>
              <SmallMap />
            </Suspense>
          ) : null}
        </ReactFlow>
      </ScopeProvider>
      <CanvasControls />
      {isManySelected ? (
        <Suspense>
          <SelectionBar />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The document as React Flow wants it; each card's and wire's object stays the same while nothing about it changed. */
function useProjection(): { drawn: DrawnNode[]; wires: WireEdgeType[] } {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const ghost = useEditor((state) => state.ghost);
  const before = useRef<{ cards: readonly CardNode[]; wires: readonly WireEdgeType[] }>(undefined);
  const projected = useMemo(() => {
    const rects = cardRectsNow(store);
    return {
      cards: keepSame(before.current?.cards, projectCards(document, nodes, rects), isSameCard),
      wires: keepSame(before.current?.wires, projectWires(document, nodes, rects), isSameWire),
      words: projectAnnotations(document, rects),
    };
  }, [document, nodes, store]);
  before.current = projected;
  return useMemo(() => {
    const ghostCard = ghost && projectGhost(document, ghost);
    return {
      drawn: [...projected.cards, ...projected.words, ...(ghostCard ? [ghostCard] : [])],
      wires: projected.wires,
    };
  }, [projected, document, ghost]);
}
