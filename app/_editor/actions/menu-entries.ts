import {
  ArrowDown,
  ArrowUp,
  Cable,
  ChevronDown,
  Copy,
  CopyPlus,
  History,
  ListChecks,
  type LucideIcon,
  Pause,
  PencilLine,
  Play,
  Plus,
  Power,
  RotateCcw,
  Scissors,
  ScrollText,
  Settings2,
  Split,
  Trash2,
} from "lucide-react";
import { formatCount } from "@/app/_ui/format";
import { whyNotSplit } from "@/flow/edit/split-consumer";
import { findStep } from "@/flow/graph/step-tree";
import { parseCardKey } from "@/flow/graph/wires";
import { whyFixed } from "../prompts/rename-topic";
import { wiresIn } from "../state/derived";
import type { EditorStore } from "../state/editor-store";
import { type Selection, selectCard } from "../state/selection";
import { askForStep, askForTopic } from "./ask-actions";
import {
  nudgeSelectedStep,
  removeSelected,
  removeWireById,
  toggleCollapsed,
  toggleSelectedStep,
} from "./change-actions";
import { duplicateSelected } from "./clipboard-actions";
import { insertOnWire } from "./insert-actions";
import { openLive } from "./live-actions";
import { splitHere } from "./select-actions";

export type MenuEntry =
  | "line"
  | {
      readonly label: string;
      readonly icon: LucideIcon;
      readonly onSelect: () => void;
      readonly shortcut?: string;
      readonly isDestructive?: boolean;
      /** Why it cannot be used now. */
      readonly why?: string | undefined;
    };

function openForm(store: EditorStore, selection: Selection, field = ""): void {
  store.select(selection);
  store.setState({ isInspectorOpen: true, wantedField: field });
}

/** What can be done with a card, row or wire. */
export function menuEntries(store: EditorStore, key: string): readonly MenuEntry[] {
  const { isReadOnly } = store.getState();
  const entries = key.startsWith("wire:")
    ? wireEntries(store, key.slice("wire:".length))
    : key.startsWith("step:")
      ? stepEntries(store, key.slice("step:".length))
      : cardEntries(store, key);
  if (!isReadOnly) return entries;
  return entries.filter(
    (entry) => entry !== "line" && [ScrollText, Settings2, ListChecks, Copy].includes(entry.icon),
  );
}

function cardEntries(store: EditorStore, key: string): MenuEntry[] {
  const card = parseCardKey(key);
  const select = selectCard(key);
  if (!card) return wordEntries(store, key, select);
  const connect: MenuEntry = {
    label: "Wire to…",
    icon: Cable,
    shortcut: "C",
    onSelect: () => store.setState({ prompt: { kind: "connect-to", from: key, anchor: { key } } }),
  };
  const form: MenuEntry = {
    label: "Open form",
    icon: Settings2,
    shortcut: "Enter",
    onSelect: () => openForm(store, select),
  };
  const remove: MenuEntry = {
    label: card.kind === "topic" ? "Remove from this flow" : "Remove",
    icon: Trash2,
    shortcut: "Delete",
    isDestructive: true,
    onSelect: () => {
      store.select(select);
      removeSelected(store);
    },
  };
  const duplicate: MenuEntry = {
    label: "Duplicate",
    icon: CopyPlus,
    shortcut: "Mod+D",
    onSelect: () => {
      store.select(select);
      duplicateSelected(store);
    },
  };
  const copies: readonly MenuEntry[] = card.kind === "topic" ? [] : [duplicate];
  return [
    form,
    ...extras(store, key, card),
    connect,
    "line",
    ...copies,
    ...clipboard(store, select),
    "line",
    remove,
  ];
}

/** What can be done with a note, or with the frame of a group. */
function wordEntries(store: EditorStore, key: string, select: Selection): MenuEntry[] {
  const isNote = key.startsWith("note:");
  if (!isNote && !key.startsWith("group:")) return [];
  const edit: MenuEntry = {
    label: isNote ? "Write" : "Rename",
    icon: PencilLine,
    shortcut: "Enter",
    onSelect: () => store.setState({ edited: key }),
  };
  const remove: MenuEntry = {
    label: isNote ? "Remove" : "Ungroup",
    icon: Trash2,
    shortcut: "Delete",
    isDestructive: isNote,
    onSelect: () => {
      store.select(select);
      removeSelected(store);
    },
  };
  return [edit, ...(isNote ? clipboard(store, select) : []), "line", remove];
}

/** Copy and cut go through the browser's own events, as their keys do: see use-clipboard.ts. */
function clipboard(store: EditorStore, select: Selection): MenuEntry[] {
  const run = (command: "copy" | "cut") => () => {
    store.select(select);
    globalThis.document.execCommand(command);
  };
  return [
    { label: "Copy", icon: Copy, shortcut: "Mod+C", onSelect: run("copy") },
    { label: "Cut", icon: Scissors, shortcut: "Mod+X", onSelect: run("cut") },
  ];
}

function extras(store: EditorStore, key: string, card: { kind: string; id: string }): MenuEntry[] {
  if (card.kind === "producer") {
    const asker = { kind: "producer", id: card.id } as const;
    return [{ label: "Choose topic…", icon: Cable, onSelect: () => askForTopic(store, asker, { key }) }];
  }
  if (card.kind === "topic") {
    return [
      {
        label: "Rename…",
        icon: PencilLine,
        shortcut: "F2",
        why: whyFixed(store.getState(), card.id),
        onSelect: () => store.setState({ prompt: { kind: "rename-topic", topic: card.id, anchor: { key } } }),
      },
      {
        label: "Add a consumer…",
        icon: Plus,
        onSelect: () => askForStep(store, { kind: "new-consumer", topic: card.id }, { key }),
      },
      { label: "Show events", icon: ScrollText, onSelect: () => openLive(store, { topic: card.id }) },
    ];
  }
  const consumer = store.getState().document.consumers.find(({ id }) => id === card.id);
  const place = { consumerId: card.id, index: consumer?.steps.length ?? 0 };
  return [
    { label: "Add step…", icon: Plus, onSelect: () => askForStep(store, { kind: "place", place }, { key }) },
    {
      label: "All steps as a list",
      icon: ListChecks,
      onSelect: () => store.setState({ consumerView: card.id, isOutlineOpen: false }),
    },
    {
      label: consumer?.collapsed ? "Unfold" : "Fold",
      icon: ChevronDown,
      shortcut: "Space",
      onSelect: () => toggleCollapsed(store, card.id),
    },
    { label: "Show events", icon: ScrollText, onSelect: () => openLive(store, { consumerId: card.id }) },
    ...workEntries(store, card.id),
  ];
}

function stepEntries(store: EditorStore, id: string): MenuEntry[] {
  const { document } = store.getState();
  const found = findStep(document, id);
  if (!found) return [];
  const select: Selection = { kind: "step", id };
  const act = (action: (store: EditorStore) => void) => () => {
    store.select(select);
    action(store);
  };
  const key = `step:${id}`;
  const after = { ...found.place, index: found.place.index + 1 };
  return [
    { label: "Open form", icon: Settings2, shortcut: "Enter", onSelect: () => openForm(store, select) },
    { label: "Run to here", icon: Play, onSelect: () => store.setState({ wantedRun: { upTo: id } }) },
    {
      label: "Add step above…",
      icon: Plus,
      onSelect: () => askForStep(store, { kind: "place", place: found.place }, { key }),
    },
    {
      label: "Add step below…",
      icon: Plus,
      onSelect: () => askForStep(store, { kind: "place", place: after }, { key }),
    },
    "line",
    { label: "Move up", icon: ArrowUp, shortcut: "Alt+Up", onSelect: act((s) => nudgeSelectedStep(s, "up")) },
    {
      label: "Move down",
      icon: ArrowDown,
      shortcut: "Alt+Down",
      onSelect: act((s) => nudgeSelectedStep(s, "down")),
    },
    { label: "Duplicate", icon: CopyPlus, shortcut: "Mod+D", onSelect: act(duplicateSelected) },
    ...clipboard(store, select),
    {
      label: "Split here",
      icon: Split,
      why: whyNotSplit(document, id),
      onSelect: () => splitHere(store, id),
    },
    {
      label: found.step.disabled ? "Enable" : "Disable",
      icon: Power,
      shortcut: "E",
      onSelect: act(toggleSelectedStep),
    },
    "line",
    { label: "Remove", icon: Trash2, shortcut: "Delete", isDestructive: true, onSelect: act(removeSelected) },
  ];
}

/** What a running consumer can be told, from its card and from the wires that lead to it. */
function workEntries(store: EditorStore, consumerId: string, topic?: string): MenuEntry[] {
  const { deployed, live, isReadOnly, setPaused, retryFailed } = store.getState();
  const consumer = deployed?.consumers.find(({ id }) => id === consumerId);
  if (isReadOnly || !consumer) return [];
  const now = live.getSnapshot().consumers.get(consumerId);
  const failed = now?.failed ?? 0;
  const isPaused = now?.isPaused === true;
  const topics = topic === undefined ? consumer.when : [topic];
  const hasEvents = topics.some((name) => (live.getSnapshot().topics.get(name)?.head ?? 0) > 0);
  return [
    isPaused
      ? { label: "Resume", icon: Play, onSelect: () => setPaused(consumerId, false) }
      : { label: "Pause consumer", icon: Pause, onSelect: () => setPaused(consumerId, true) },
    ...(failed === 0
      ? []
      : [
          {
            label: `Retry ${formatCount(failed)} failed`,
            icon: RotateCcw,
            onSelect: () => retryFailed(consumerId),
          },
        ]),
    {
      label: "Replay…",
      icon: History,
      why: hasEvents ? undefined : "No event is stored yet.",
      onSelect: () => store.setState({ replayed: { consumerId, topics } }),
    },
  ];
}

function wireEntries(store: EditorStore, id: string): MenuEntry[] {
  const wire = wiresIn(store.getState()).find((other) => other.id === id);
  if (!wire) return [];
  const key = `wire:${id}`;
  const filter =
    wire.kind === "when" ? { topic: wire.topic, consumerId: wire.consumerId } : { topic: wire.topic };
  const work = wire.kind === "when" ? workEntries(store, wire.consumerId, wire.topic) : [];
  return [
    { label: "Show events", icon: ScrollText, onSelect: () => openLive(store, filter) },
    ...work,
    "line",
    {
      label: wire.kind === "send" ? "Insert…" : "Add step…",
      icon: Plus,
      onSelect: () => insertOnWire(store, id, { key }),
    },
    "line",
    {
      label: "Remove wire",
      icon: Trash2,
      shortcut: "Delete",
      isDestructive: true,
      onSelect: () => removeWireById(store, id),
    },
  ];
}
