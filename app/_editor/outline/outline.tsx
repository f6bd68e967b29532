"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { Map as MapIcon, Plus, Search } from "lucide-react";
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "@/app/_ui/button";
import type { FlowDocument } from "@/flow/document/flow-document";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { askForStep, openFind } from "../actions/ask-actions";
import { quickAdd } from "../panels/palette";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorStore } from "../state/editor-store";
import type { StepTarget } from "../state/prompt";
import { onThing, type Walker } from "../thing-keys";
import { Row } from "./outline-row";
import { type OutlineRow, outlineRows } from "./outline-rows";
import { siblingPlaces } from "./sibling-places";

const rowHeight = 32;

function rowElement(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[role=treeitem][data-key="${CSS.escape(key)}"]`);
}

/** The flow as a list that reads from top to bottom, with the same keys and menus as the drawing. */
export function Outline() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const nodes = useEditor((state) => state.nodes);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => outlineRows(document, nodes, folded), [document, nodes, folded]);
  const cursor = useEditor((state) => state.cursor);
  const places = useMemo(() => siblingPlaces(rows), [rows]);
  const stop = Math.max(
    0,
    rows.findIndex(({ key }) => key === cursor),
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    initialOffset: () => stop * rowHeight,
    paddingStart: 8,
    paddingEnd: 80,
    // The line that the keyboard is on stays in the page, wherever the window is.
    rangeExtractor: useCallback(
      (range: Range) => [...new Set([...defaultRangeExtractor(range), stop])].sort((a, b) => a - b),
      [stop],
    ),
  });
  useEffect(() => {
    if (cursor !== undefined) virtual.scrollToIndex(stop, { align: "auto" });
  }, [cursor, stop, virtual]);

  // A line far off is drawn first.
  const wanted = useRef<string>(undefined);
  const giveFocus = () => {
    const element = wanted.current === undefined ? undefined : rowElement(wanted.current);
    if (!element) return;
    wanted.current = undefined;
    element.focus({ preventScroll: true });
  };
  useLayoutEffect(giveFocus);

  const fold = (key: string, isOpen: boolean) => {
    const next = new Set(folded);
    if (isOpen) next.delete(key);
    else next.add(key);
    setFolded(next);
  };
  const walker: Walker = {
    next: (key, direction) => {
      const at = rows.findIndex((row) => row.key === key);
      const row = rows[at];
      if (direction === "up" || direction === "down") return rows[at + (direction === "down" ? 1 : -1)]?.key;
      if (!row) return undefined;
      if (direction === "right") return row.isOpen ? rows[at + 1]?.key : undefined;
      return rows.slice(0, at).findLast(({ level }) => level < row.level)?.key;
    },
    focus: (key) => {
      wanted.current = key;
      store.setState({ cursor: key });
      giveFocus();
    },
    wire: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const wires = [...rows.slice(at + 1), ...rows.slice(0, at)].filter(({ kind }) => kind === "wire");
      return wires[0]?.key;
    },
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = event.target instanceof HTMLElement ? event.target.dataset.key : undefined;
    const row = rows.find((other) => other.key === key);
    if (!row || key === undefined) return;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    // Closed lines open, open ones close, before the arrow leads away.
    const folds =
      isPlain && event.key === (row.isOpen ? "ArrowLeft" : "ArrowRight") && row.isOpen !== undefined;
    if (folds) fold(key, !row.isOpen);
    else if (isPlain && event.key === "+") addAt(store, row);
    else if (isPlain && event.key === "Home") walker.focus(rows[0]?.key ?? key);
    else if (isPlain && event.key === "End") walker.focus(rows.at(-1)?.key ?? key);
    else if (row.kind === "heading" && !event.key.startsWith("Arrow")) return;
    else if (row.kind === "consumer" && event.key === " ") fold(key, row.isOpen === false);
    else if (!onThing(store, walker, event, key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="absolute inset-0 flex min-h-0 flex-col bg-bg" data-testid="outline">
      <div className="flex h-11 shrink-0 items-center gap-2 border-b bg-surface px-4">
        <h2 className="text-heading">Outline</h2>
        <span className="flex-1" />
        {isReadOnly ? null : (
          <Button size="dense" variant="ghost" icon={Plus} onClick={() => quickAdd(store)}>
            Add…
          </Button>
        )}
        <Button size="dense" variant="ghost" icon={Search} onClick={() => openFind(store)}>
          Find
        </Button>
        <Button size="dense" icon={MapIcon} onClick={() => store.setState({ isOutlineOpen: false })}>
          Show the canvas
        </Button>
      </div>
      <div
        role="tree"
        aria-label="Outline of the flow"
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto px-2"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            const place = places[index];
            if (row === undefined || place === undefined) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row
                  row={row}
                  place={place}
                  isStop={index === stop}
                  onFold={(isOpen) => fold(row.key, isOpen)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Where `+` on a line adds a step: below a step, first in a branch, last in a consumer, or in a new consumer. */
function targetAt(document: FlowDocument, { kind, key }: OutlineRow): StepTarget | undefined {
  const id = key.slice(key.indexOf(":") + 1);
  if (kind === "topic") return { kind: "new-consumer", topic: id };
  if (kind === "consumer") {
    const index = document.consumers.find((consumer) => consumer.id === id)?.steps.length ?? 0;
    return { kind: "place", place: { consumerId: id, index } };
  }
  if (kind === "branch") {
    const consumerId = findBranch(document, id)?.consumer.id;
    return consumerId === undefined
      ? undefined
      : { kind: "place", place: { consumerId, branchId: id, index: 0 } };
  }
  const place = kind === "step" ? findStep(document, id)?.place : undefined;
  return place && { kind: "place", place: { ...place, index: place.index + 1 } };
}

function addAt(store: EditorStore, row: OutlineRow): void {
  const target = targetAt(store.getState().document, row);
  if (target) askForStep(store, target, { key: row.key });
  else quickAdd(store);
}
