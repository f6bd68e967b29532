"use client";

import { PanelLeftClose, PanelLeftOpen, Plus } from "lucide-react";
import type { DragEvent, ReactNode } from "react";
import { cn } from "@/app/_ui/cn";
import { Icon } from "@/app/_ui/icon";
import { IconButton } from "@/app/_ui/icon-button";
import { KindTile } from "@/app/_ui/kind-tile";
import { nodeIcon } from "@/app/_ui/node-icon";
import { Tooltip } from "@/app/_ui/tooltip";
import { placeInColumn } from "@/flow/graph/placement";
import { addProducer } from "../actions/add-actions";
import { askForStep } from "../actions/ask-actions";
import { paletteDragType } from "../actions/drop-actions";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { EditorState, EditorStore } from "../state/editor-store";
import type { Anchor } from "../state/prompt";
import { onlyCard } from "../state/selection";

const foldKey = "millrace.palette";

/** 200 px of what can be added; folds to a rail once the flow has a card. */
export function Palette() {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return isReadOnly ? null : <Entries />;
}

function Entries() {
  const store = useEditorStore();
  const nodes = useEditor((state) => state.nodes);
  const isFolded = useEditor(isPaletteFolded);
  return (
    <nav
      aria-label="Add"
      className={cn(
        "flex shrink-0 flex-col overflow-x-hidden overflow-y-auto border-r bg-surface max-md:hidden transition-[width] duration-200",
        isFolded ? "w-11" : "w-50",
      )}
    >
      <div className={cn("flex flex-1 flex-col gap-0.5 py-2", isFolded ? "items-center px-1" : "px-2")}>
        <Entry
          isFolded={isFolded}
          title="Quick add"
          shortcut="N"
          icon={<Icon of={Plus} />}
          onPress={() => quickAdd(store)}
        />
        <Heading isFolded={isFolded}>Producers</Heading>
        {nodes.producers.map((definition) => (
          <Entry
            key={definition.type}
            isFolded={isFolded}
            title={definition.title}
            drag={`producer:${definition.type}`}
            icon={<KindTile kind="producer" icon={nodeIcon(definition.icon)} />}
            onPress={() => addProducer(store, definition)}
          />
        ))}
        <Heading isFolded={isFolded}>Events</Heading>
        <Entry
          isFolded={isFolded}
          title="Topic"
          drag="topic"
          icon={<KindTile kind="topic" icon={undefined} />}
          onPress={() =>
            store.setState({ prompt: { kind: "name-topic", asker: undefined, anchor: { key: "add-topic" } } })
          }
          anchor="add-topic"
        />
        <Heading isFolded={isFolded}>What reacts</Heading>
        <Entry
          isFolded={isFolded}
          title="Consumer"
          drag="consumer"
          icon={<KindTile kind="consumer" />}
          onPress={() => addConsumer(store, { key: "add-consumer" })}
          anchor="add-consumer"
        />
      </div>
      <div className={cn("sticky bottom-0 bg-surface p-2", isFolded && "px-1")}>
        <IconButton
          icon={isFolded ? PanelLeftOpen : PanelLeftClose}
          label={isFolded ? "Widen what can be added" : "Fold what can be added"}
          tooltipSide="right"
          aria-expanded={!isFolded}
          onClick={() => foldPalette(store, !isFolded)}
        />
      </div>
    </nav>
  );
}

/** Whether the palette is a rail: as it was chosen, else once the flow has a card. */
export function isPaletteFolded({ isPaletteFolded: chosen, document }: EditorState): boolean {
  if (chosen !== undefined) return chosen;
  const stored = globalThis.localStorage?.getItem(foldKey) ?? undefined;
  if (stored !== undefined) return stored === "folded";
  return document.producers.length + document.topics.length + document.consumers.length > 0;
}

/** Makes the palette a rail, or as wide as its words. */
export function foldPalette(store: EditorStore, isFolded: boolean): void {
  globalThis.localStorage?.setItem(foldKey, isFolded ? "folded" : "open");
  store.setState({ isPaletteFolded: isFolded });
}

/** Opens quick add beside what has the keyboard, or in the middle of the canvas. */
export function quickAdd(store: EditorStore): void {
  if (store.getState().isReadOnly) return;
  store.setState({ prompt: { kind: "quick-add", anchor: { key: "canvas-middle" } } });
}

/** A consumer of the selected topic, of the only topic there is, or of none yet. */
export function addConsumer(store: EditorStore, anchor: Anchor): void {
  const { selection, document } = store.getState();
  const selected = onlyCard(selection);
  const topic = selected?.startsWith("topic:")
    ? selected.slice("topic:".length)
    : document.topics.length === 1
      ? document.topics[0]?.name
      : undefined;
  const target =
    topic === undefined
      ? ({ kind: "loose-consumer", position: placeInColumn(document, "consumer") } as const)
      : ({ kind: "new-consumer", topic } as const);
  askForStep(store, target, anchor);
}

function Heading({ isFolded, children }: { readonly isFolded: boolean; readonly children: ReactNode }) {
  if (isFolded) return <span aria-hidden className="my-1 h-px w-6 bg-border" />;
  return <h2 className="px-2 pt-3 pb-1 text-label text-muted">{children}</h2>;
}

interface EntryProps {
  readonly isFolded: boolean;
  readonly title: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  /** What a drag to the canvas carries. */
  readonly drag?: string;
  readonly anchor?: string;
  readonly onPress: () => void;
}

function Entry({ isFolded, title, icon, shortcut, drag, anchor, onPress }: EntryProps) {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const start = (event: DragEvent) => {
    if (drag === undefined) return;
    event.dataTransfer.setData(paletteDragType, drag);
    event.dataTransfer.effectAllowed = "copy";
  };
  const button = (
    <button
      type="button"
      disabled={isReadOnly}
      draggable={drag !== undefined && !isReadOnly}
      onDragStart={start}
      onClick={onPress}
      data-key={anchor}
      data-testid={`add:${title}`}
      aria-label={drag === undefined ? title : `Add ${title.toLowerCase()}`}
      className={cn(
        "flex shrink-0 items-center gap-2 rounded-control text-dense text-text not-disabled:hover:bg-hover disabled:text-disabled",
        isFolded ? "size-9 justify-center" : "h-9 px-2",
      )}
    >
      <span className="grid size-6 place-items-center text-text-2">{icon}</span>
      {isFolded ? null : <span className="min-w-0 flex-1 truncate text-left">{title}</span>}
      {isFolded || shortcut === undefined ? null : <kbd className="text-label text-muted">{shortcut}</kbd>}
    </button>
  );
  return isFolded ? (
    <Tooltip text={title} side="right" shortcut={shortcut}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
