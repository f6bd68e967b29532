import {
  Cable,
  ChevronDown,
  Copy,
  CopyPlus,
  History,
  ListChecks,
  Pause,
  PencilLine,
  Play,
  Plus,
  RotateCcw,
  ScrollText,
  Settings2,
  Trash2,
} from "lucide-react";
import { formatCount } from "@/app/_ui/format";
import { parseCardKey } from "@/flow/graph/wires";
import { whyFixed } from "../prompts/rename-topic";
import { wiresIn } from "../state/derived";
import type { EditorStore } from "../state/editor-store";
import { type Selection, selectCard } from "../state/selection";
import { askForStep, askForTopic } from "./ask-actions";
import { removeSelected, removeWireById, toggleCollapsed } from "./change-actions";
import { duplicateSelected } from "./clipboard-actions";
import { insertOnWire } from "./insert-actions";
import { openLive } from "./live-actions";
import { clipboardEntries, formEntry, type MenuEntry, renameEntry } from "./menu-entry";
import { branchEntries, stepEntries } from "./step-menu";

/** What can be done with a card, row or wire. */
export function menuEntries(store: EditorStore, key: string): readonly MenuEntry[] {
  const { isReadOnly } = store.getState();
  const entries = key.startsWith("wire:")
    ? wireEntries(store, key.slice("wire:".length))
    : key.startsWith("step:")
      ? stepEntries(store, key.slice("step:".length))
      : key.startsWith("branch:")
        ? branchEntries(store, key.slice("branch:".length))
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
    formEntry(store, select),
    ...(card.kind === "topic" ? [] : [renameEntry(store, select)]),
    ...extras(store, key, card),
    connect,
    "line",
    ...copies,
    ...clipboardEntries(store, select),
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
  return [edit, ...(isNote ? clipboardEntries(store, select) : []), "line", remove];
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
