"use client";

import "../canvas.css";
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Eye, EyeOff, Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import type { Rect } from "@/flow/graph/placement";
import type { WorkspaceMap } from "@/flow/graph/workspace-map";
import type { DrawnMap } from "@/server/map/get-map";
import { detailAt, showZoom } from "../detail";
import { openingView } from "../opening-view";
import { courseOf, handle, inletId, outletId } from "../project-flow";
import { showAll } from "../use-reveal";
import { layoutMap, mapCardSize } from "./layout-map";
import { MapCardNode, type MapNode } from "./map-card";
import { MapProvider, type MapView } from "./map-context";
import { type MapDirection, walkMap } from "./map-walk";
import { type MapEdge, MapWire } from "./map-wire";

const nodeTypes = { card: MapCardNode };
const edgeTypes = { wire: MapWire };
const duration = 200;

const arrows: Readonly<Record<string, MapDirection>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface MapCanvasProps {
  readonly workspace: string;
  readonly map: DrawnMap;
  readonly isLost: boolean;
  readonly found: ReadonlySet<string> | undefined;
  /** Raised to give the keyboard to the first card that was found. */
  readonly jumps: number;
}

/** All flows of a workspace as one drawing, to be looked at: a card opens its flow. */
export function MapCanvas(props: MapCanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ workspace, map, isLost, found, jumps }: MapCanvasProps) {
  const flow = useReactFlow<MapNode, MapEdge>();
  const frame = useRef<HTMLDivElement>(null);
  const { cards, wires } = map;
  // Asking again keeps the identity of what is the same: the layout is made once.
  const rects = useMemo(() => layoutMap({ cards, wires }), [cards, wires]);
  const drawn = useMemo(() => project({ cards, wires }, rects), [cards, wires, rects]);
  const [lit, setLit] = useState<string>();
  const [walked, setCursor] = useState<string>();
  const cursor = walked !== undefined && rects.has(walked) ? walked : cards[0]?.key;
  const [isLiveHidden, setLiveHidden] = useState(false);
  const { flows, topics, consumers } = map;
  const view = useMemo(
    (): MapView => ({
      workspace,
      flows: new Map(flows.map((each) => [each.slug, each])),
      topics: new Map(topics.map((each) => [each.key, each])),
      consumers: new Map(consumers.map((each) => [each.key, each])),
      isLost,
      found,
      cursor,
      setCursor,
      lit,
      setLit,
    }),
    [workspace, flows, topics, consumers, isLost, found, cursor, lit],
  );

  const focus = (key: string) => {
    frame.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
      ?.focus({ preventScroll: true });
    const rect = rects.get(key);
    if (rect && frame.current) bringIn(flow, frame.current, rect);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !(event.target instanceof Element)) return;
    const key = event.target.closest<HTMLElement>("[data-key]")?.dataset.key;
    const direction = arrows[event.key];
    if (key === undefined || direction === undefined) return;
    // An arrow would open the list of a topic.
    event.preventDefault();
    event.stopPropagation();
    const next = walkMap(rects, wires, key, direction);
    if (next !== undefined) focus(next);
  };

  // What was searched for comes into sight; the window stays while nothing is.
  useEffect(() => {
    if (found === undefined || found.size === 0) return;
    const nodes = [...found].map((id) => ({ id }));
    void flow.fitView({ duration, padding: 0.2, maxZoom: 1, nodes });
  }, [found, flow]);
  const jump = useRef(focus);
  jump.current = focus;
  const firstFound = useRef<string>(undefined);
  firstFound.current = cards.find(({ key }) => found?.has(key))?.key;
  useEffect(() => {
    if (jumps > 0 && firstFound.current !== undefined) jump.current(firstFound.current);
  }, [jumps]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: the drawing takes the arrow keys of all cards in it
    <div
      ref={frame}
      role="group"
      aria-label="Map"
      className="canvas relative size-full bg-canvas"
      data-testid="map"
      data-zoom="near"
      data-live={isLiveHidden ? "hidden" : undefined}
      data-lit={lit === undefined ? undefined : true}
      onKeyDownCapture={onKeyDown}
    >
      <MapProvider value={view}>
        <ReactFlow<MapNode, MapEdge>
          nodes={drawn.nodes}
          edges={drawn.edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          minZoom={0.1}
          maxZoom={2}
          onMove={(_, { zoom }) => {
            if (frame.current === null) return;
            const detail = detailAt(zoom);
            if (frame.current.dataset.zoom !== detail) frame.current.dataset.zoom = detail;
            showZoom(zoom);
          }}
          onInit={(instance) => {
            if (frame.current) void instance.setViewport(openingView(rects, frame.current));
          }}
          proOptions={{ hideAttribution: true }}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} />
        </ReactFlow>
      </MapProvider>
      <MapControls isLiveHidden={isLiveHidden} onLiveHidden={setLiveHidden} />
    </div>
  );
}

interface MapControlsProps {
  readonly isLiveHidden: boolean;
  readonly onLiveHidden: (isHidden: boolean) => void;
}

function MapControls({ isLiveHidden, onLiveHidden }: MapControlsProps) {
  const flow = useReactFlow();
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className="absolute right-4 bottom-4 z-panel flex items-center rounded-card border bg-surface p-1 shadow-1">
      <IconButton icon={Minus} label="Zoom out" onClick={() => flow.zoomOut({ duration })} />
      <button
        type="button"
        className="h-7 w-12 rounded-control text-center text-label text-text-2 tabular-nums hover:bg-hover"
        title="Zoom to 100 %"
        onClick={() => flow.zoomTo(1, { duration })}
      >
        {percent} %
      </button>
      <IconButton icon={Plus} label="Zoom in" onClick={() => flow.zoomIn({ duration })} />
      <span className="mx-1 h-4 w-px bg-border" aria-hidden />
      <IconButton icon={Maximize} label="Show all" onClick={() => showAll(flow)} />
      <IconButton
        icon={isLiveHidden ? EyeOff : Eye}
        label={isLiveHidden ? "Show live numbers" : "Hide live numbers"}
        pressed={isLiveHidden}
        onClick={() => onLiveHidden(!isLiveHidden)}
      />
    </div>
  );
}

/** Middle of the title of a consumer's card; other cards have their points in the middle. */
const consumerPort = 34;

function project(
  { cards, wires }: WorkspaceMap,
  rects: ReadonlyMap<string, Rect>,
): { nodes: MapNode[]; edges: MapEdge[] } {
  const nodes = cards.map((card): MapNode => {
    const { width, height } = mapCardSize[card.kind];
    const { x, y } = rects.get(card.key) ?? { x: 0, y: 0 };
    const port = card.kind === "consumer" ? consumerPort : height / 2;
    const outlet = handle(outletId, "source", width, port);
    return {
      id: card.key,
      type: "card",
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: card.kind === "producer" ? [outlet] : [handle(inletId, "target", width, port), outlet],
      data: { card },
    };
  });
  const edges = wires.map(
    ({ id, from, to }): MapEdge => ({
      id,
      type: "wire",
      source: from,
      target: to,
      sourceHandle: outletId,
      targetHandle: inletId,
      data: { course: courseOf(rects, from, to, true) },
    }),
  );
  return { nodes, edges };
}

const margin = 24;

/** Moves the window as little as needed for a card to be in it. */
function bringIn(flow: ReturnType<typeof useReactFlow<MapNode, MapEdge>>, frame: HTMLElement, rect: Rect) {
  const { x, y, zoom } = flow.getViewport();
  const shift = (start: number, length: number, room: number) => {
    if (start < margin) return margin - start;
    return Math.min(0, room - margin - start - length);
  };
  const dx = shift(rect.x * zoom + x, rect.width * zoom, frame.clientWidth);
  const dy = shift(rect.y * zoom + y, rect.height * zoom, frame.clientHeight);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration });
}
