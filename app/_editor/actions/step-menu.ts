import { ArrowDown, ArrowUp, CopyPlus, GitBranch, Play, Plus, Power, Split, Trash2 } from "lucide-react";
import { addBranch } from "@/flow/edit/branch-commands";
import { whyNotSplit } from "@/flow/edit/split-consumer";
import { findBranch, findStep } from "@/flow/graph/step-tree";
import type { EditorStore } from "../state/editor-store";
import type { Selection } from "../state/selection";
import { askForStep } from "./ask-actions";
import { nudgeSelectedStep, removeSelected, toggleSelectedStep } from "./change-actions";
import { duplicateSelected } from "./clipboard-actions";
import { clipboardEntries, formEntry, type MenuEntry, renameEntry } from "./menu-entry";
import { splitHere } from "./select-actions";

/** One more branch of a Route, before the last; its condition can be written at once. */
export function addBranchTo(store: EditorStore, stepId: string): void {
  let added: string | undefined;
  store.edit("Add branch", (document, ids) => {
    added = ids("branch");
    return addBranch(document, stepId, added);
  });
  if (added === undefined) return;
  const id = added;
  store.select({ kind: "branch", id });
  store.setState(({ fresh }) => ({ isInspectorOpen: true, wantedField: "", fresh: new Set(fresh).add(id) }));
}

/** What can be done with a step. */
export function stepEntries(store: EditorStore, id: string): MenuEntry[] {
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
    formEntry(store, select),
    renameEntry(store, select),
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
    ...(found.step.branches === undefined
      ? []
      : [{ label: "Add branch", icon: GitBranch, onSelect: () => addBranchTo(store, id) }]),
    "line",
    { label: "Move up", icon: ArrowUp, shortcut: "Alt+Up", onSelect: act((s) => nudgeSelectedStep(s, "up")) },
    {
      label: "Move down",
      icon: ArrowDown,
      shortcut: "Alt+Down",
      onSelect: act((s) => nudgeSelectedStep(s, "down")),
    },
    { label: "Duplicate", icon: CopyPlus, shortcut: "Mod+D", onSelect: act(duplicateSelected) },
    ...clipboardEntries(store, select),
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

/** What can be done with a branch of a Route; the last one, "Otherwise", is never removed. */
export function branchEntries(store: EditorStore, id: string): MenuEntry[] {
  const found = findBranch(store.getState().document, id);
  if (!found) return [];
  const select: Selection = { kind: "branch", id };
  const place = { consumerId: found.consumer.id, branchId: id, index: 0 };
  const isLast = found.branch.condition === undefined;
  return [
    ...(isLast ? [] : [formEntry(store, select)]),
    {
      label: "Add step…",
      icon: Plus,
      onSelect: () => askForStep(store, { kind: "place", place }, { key: `branch:${id}` }),
    },
    { label: "Add branch", icon: GitBranch, onSelect: () => addBranchTo(store, found.owner.id) },
    ...(isLast
      ? []
      : ([
          "line",
          {
            label: "Remove",
            icon: Trash2,
            shortcut: "Delete",
            isDestructive: true,
            onSelect: () => {
              store.select(select);
              removeSelected(store);
            },
          },
        ] satisfies MenuEntry[])),
  ];
}
