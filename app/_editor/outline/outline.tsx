"use client";

import {
  ArrowRight,
  ChevronDown,
  ChevronRight,
  Cylinder,
  GitBranch,
  Group,
  ListChecks,
  Map as MapIcon,
  Plus,
  Search,
  StickyNote,
} from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { nodeIcon } from "@/app/_ui/node-icon";
import type { FlowDocument } from "@/flow/document/flow-document";
import { groupKey, noteKey } from "@/flow/edit/annotations";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import { askForStep, openFind } from "../actions/ask-actions";
import { GroupTitle, NoteText } from "../annotation-boxes";
import { quickAdd } from "../panels/palette";
import { problemCount } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorStore } from "../state/editor-store";
import { focusElement } from "../state/focus";
import type { StepTarget } from "../state/prompt";
import { focusKeyOf, selectCard } from "../state/selection";
import { onThing, type Walker } from "../thing-keys";
import { type OutlineRow, outlineRows } from "./outline-rows";

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
  const stop = rows.some(({ key }) => key === cursor) ? cursor : rows[0]?.key;

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
      store.setState({ cursor: key });
      rowElement(key)?.focus();
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
        className="min-h-0 flex-1 overflow-y-auto px-2 py-2 pb-20"
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <Row key={row.key} row={row} isStop={row.key === stop} onFold={(isOpen) => fold(row.key, isOpen)} />
        ))}
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

interface RowProps {
  readonly row: OutlineRow;
  readonly isStop: boolean;
  readonly onFold: (isOpen: boolean) => void;
}

const kindWords = {
  heading: "",
  words: "",
  producer: "producer",
  topic: "topic",
  consumer: "consumer",
  wire: "wire",
  branch: "branch",
  step: "step",
} as const;

function iconOf({ key, kind, icon }: OutlineRow) {
  if (kind === "topic") return Cylinder;
  if (kind === "consumer") return ListChecks;
  if (kind === "wire") return ArrowRight;
  if (kind === "branch") return GitBranch;
  if (kind === "words") return key.startsWith("note:") ? StickyNote : Group;
  return nodeIcon(icon ?? "box");
}

function Row({ row, isStop, onFold }: RowProps) {
  const store = useEditorStore();
  const { key, kind, level, text, detail, isOpen, isDisabled } = row;
  const isSelected = useEditor(({ selection }) =>
    selection.kind === "cards" ? selection.keys.includes(key) : focusKeyOf(selection) === key,
  );
  const problems = useEditor((state) =>
    kind === "heading" || kind === "wire" ? 0 : problemCount(state, key),
  );
  const isHeading = kind === "heading";
  const select = () => {
    if (isHeading) return;
    const id = key.slice(key.indexOf(":") + 1);
    store.select(kind === "step" || kind === "branch" || kind === "wire" ? { kind, id } : selectCard(key));
    store.setState({ isInspectorOpen: true, cursor: key });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines in one place
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={isSelected}
      aria-expanded={isOpen}
      aria-label={[text, kindWords[kind], detail].filter(Boolean).join(", ")}
      data-key={key}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => store.setState({ cursor: key })}
      onClick={select}
      onContextMenu={(event) => {
        if (isHeading) return;
        event.preventDefault();
        store.setState({ menu: { key, x: event.clientX, y: event.clientY } });
      }}
      style={{ paddingLeft: 8 + (level - 1) * 20 }}
      className={cn(
        "relative flex min-h-8 items-center gap-2 rounded-control pr-3 text-dense focus-visible:-outline-offset-2",
        isHeading ? "text-label text-muted" : "hover:bg-hover",
        isSelected && "bg-accent-soft",
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-2">
        {isOpen === undefined ? (
          <span className="size-6 shrink-0" />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            aria-label={isOpen ? "Fold" : "Unfold"}
            onClick={(event) => {
              event.stopPropagation();
              onFold(!isOpen);
            }}
            className="grid size-6 shrink-0 place-items-center rounded-chip text-muted hover:bg-hover"
          >
            <Icon of={isOpen ? ChevronDown : ChevronRight} size={14} />
          </button>
        )}
        {isHeading ? null : (
          <Icon of={iconOf(row)} className={isDisabled ? "text-disabled" : "text-text-2"} />
        )}
        <span
          className={cn(
            "truncate",
            kind === "topic" && "font-mono text-mono",
            (kind === "consumer" || kind === "producer") && "font-strong",
            (kind === "wire" || kind === "branch") && "text-text-2",
            isDisabled && "text-muted line-through",
          )}
          title={text}
        >
          <Words rowKey={key} text={text} />
        </span>
      </span>
      <span className="w-72 shrink-0 truncate max-md:hidden text-label font-normal text-muted" title={detail}>
        {detail}
      </span>
      <span className="w-24 shrink-0 text-right text-label text-bad">
        {problems > 0 ? formatPlural(problems, "problem") : null}
      </span>
    </div>
  );
}

/** The text of a line; that of a note or group while it is written. */
function Words({ rowKey, text }: { readonly rowKey: string; readonly text: string }) {
  const store = useEditorStore();
  const isEdited = useEditor((state) => state.edited === rowKey && !state.isReadOnly);
  const note = useEditor(({ document }) => document.notes?.find(({ id }) => noteKey(id) === rowKey));
  const group = useEditor(({ document }) => document.groups?.find(({ id }) => groupKey(id) === rowKey));
  if (!isEdited) return text;
  const end = () => {
    store.sealHistory();
    store.setState({ edited: undefined });
    focusElement(rowKey);
  };
  if (note) return <NoteText note={note} onEnd={end} />;
  return group ? <GroupTitle group={group} onEnd={end} /> : text;
}
