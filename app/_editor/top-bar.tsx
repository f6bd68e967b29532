"use client";

import { Keyboard, Play, Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useEffect } from "react";
import { useLive } from "@/app/_live/live-context";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { formatCount } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import { IconButton } from "@/app/_ui/icon-button";
import { LogoMark } from "@/app/_ui/logo";
import { Pill } from "@/app/_ui/pill";
import { Tooltip } from "@/app/_ui/tooltip";
import { DeployButton } from "./deploy/deploy-button";
import { useTryDraft } from "./samples/use-try-draft";
import { useEditor, useEditorStore } from "./state/editor-context";
import type { SaveState } from "./state/editor-store";
import { focusElement } from "./state/focus";
import { focusKeyOf } from "./state/selection";

const Visitors = lazy(() => import("./visitors").then((module) => ({ default: module.Visitors })));

/** 48 px: the way back, the flow's name and state, whether it is saved, undo, and Deploy; on a phone only what is to be looked at. */
export function TopBar() {
  const store = useEditorStore();
  const workspace = useEditor((state) => state.workspace);
  const undo = useEditor(({ history }) => history.past.at(-1)?.title);
  const redo = useEditor(({ history }) => history.future.at(-1)?.title);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-surface pr-3 pl-2">
      <Link
        href={`/w/${workspace}/flows`}
        aria-label="All flows"
        data-all-flows
        title="All flows"
        className="grid size-8 shrink-0 place-items-center rounded-control hover:bg-hover"
      >
        <LogoMark />
      </Link>
      <span aria-hidden className="text-border-strong max-md:hidden">
        /
      </span>
      <FlowName />
      <FlowState />
      <span className="contents max-md:hidden">
        <SaveNote />
      </span>
      <span className="flex-1" />
      <Others />
      <div className="flex items-center gap-2 max-md:hidden">
        {isReadOnly ? (
          <Pill>You can look. Changing and deploying need the Editor role.</Pill>
        ) : (
          <>
            <IconButton
              icon={Undo2}
              label={undo === undefined ? "Undo" : `Undo: ${undo}`}
              shortcut="Mod+Z"
              disabled={undo === undefined ? "Nothing to undo" : undefined}
              onClick={() => store.undo()}
            />
            <IconButton
              icon={Redo2}
              label={redo === undefined ? "Redo" : `Redo: ${redo}`}
              shortcut="Mod+Shift+Z"
              disabled={redo === undefined ? "Nothing to redo" : undefined}
              onClick={() => store.redo()}
            />
          </>
        )}
        <IconButton
          icon={Keyboard}
          label="Keys"
          shortcut="?"
          onClick={() => store.setState({ isKeysOpen: true })}
        />
        {isReadOnly ? null : (
          <>
            <span aria-hidden className="mx-1 h-5 w-px bg-border" />
            <RunButton />
            <DeployButton />
          </>
        )}
      </div>
    </header>
  );
}

/** Seldom anybody: what shows them is fetched when somebody comes. */
function Others() {
  const isAlone = useEditor(({ visitors }) => visitors.length === 0);
  if (isAlone) return null;
  return (
    <Suspense>
      <Visitors />
    </Suspense>
  );
}

/** Tries the draft on the chosen sample. */
function RunButton() {
  const store = useEditorStore();
  const run = useTryDraft();
  const wanted = useEditor((state) => state.wantedRun);
  useEffect(() => {
    if (wanted === undefined) return;
    store.setState({ wantedRun: undefined });
    run(wanted.upTo);
  }, [wanted, run, store]);
  const isBusy = useEditor(({ trial }) => trial?.kind === "running");
  const isEmpty = useEditor(({ document }) => document.topics.length === 0);
  return (
    <Tooltip text="Run draft: nothing is stored or sent" shortcut="Mod+Enter">
      <Button
        icon={Play}
        busy={isBusy}
        disabled={isEmpty ? "Add a producer and a topic first." : false}
        onClick={() => run()}
        data-testid="run-draft"
      >
        Run draft
      </Button>
    </Tooltip>
  );
}

function FlowName() {
  const store = useEditorStore();
  const name = useEditor(({ document }) => document.name);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  if (isReadOnly) return <h1 className="truncate text-heading">{name}</h1>;
  return (
    <h1 className="min-w-0">
      <input
        aria-label="Name of the flow"
        data-flow-name
        value={name}
        spellCheck={false}
        maxLength={120}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          const { cursor, selection } = store.getState();
          focusElement(focusKeyOf(selection) ?? cursor ?? "canvas");
        }}
        onChange={(event) => {
          const next = event.target.value;
          if (next.trim() !== "")
            store.edit("Rename flow", (document) => ({ ...document, name: next }), { mergeKey: "flow-name" });
        }}
        className="field-sizing-content h-8 max-w-80 min-w-16 truncate rounded-control max-md:max-w-44 border border-transparent bg-transparent px-1.5 text-heading hover:border-border focus:border-ring focus:ring-2 focus:ring-ring/30 focus:outline-none"
      />
    </h1>
  );
}

/** Draft, live with its revision, or paused; a press shows the history. */
function FlowState() {
  const store = useEditorStore();
  const revision = useEditor((state) => state.revision);
  const isPaused = useEditor((state) => state.flowState === "paused");
  const draining = useLive(({ consumers }) => {
    const open = [...consumers.values()].filter(({ isDraining }) => isDraining);
    return open.length === 0 ? null : open.reduce((sum, { stillOpen }) => sum + stillOpen, 0);
  });
  const failed = useEditor((state) => state.failedProducers);
  const deployed = useEditor((state) => state.deployed);
  if (revision === undefined) return <Pill>Draft</Pill>;
  const names = failed.map(
    ({ nodeId }) => deployed?.producers.find(({ id }) => id === nodeId)?.name ?? nodeId,
  );
  const isPart = !isPaused && failed.length > 0;
  const word = isPart
    ? `Live in part: ${names.join(", ")} failed`
    : !isPaused
      ? "Live"
      : draining === null
        ? "Paused"
        : `Draining, ${formatCount(draining)} still open`;
  return (
    <Tooltip
      text={isPart ? failed[0]?.message : "History: who deployed what, compare, roll back"}
      side="bottom"
    >
      <button
        type="button"
        aria-haspopup="dialog"
        data-testid="flow-state"
        onClick={() => store.setState({ isHistoryOpen: true })}
        className={cn(
          "inline-flex h-5 items-center gap-1.5 rounded-full px-2 text-label whitespace-nowrap hover:underline",
          isPaused ? "bg-off-soft text-off" : isPart ? "bg-bad-soft text-bad" : "bg-ok-soft text-ok",
        )}
      >
        {isPaused ? null : (
          <span aria-hidden className={cn("size-1.5 rounded-full", isPart ? "bg-bad-mark" : "bg-ok-mark")} />
        )}
        {word} · revision {revision}
      </button>
    </Tooltip>
  );
}

function words(save: SaveState): string {
  switch (save.kind) {
    case "saved":
      return save.at === undefined ? "" : `Saved ${formatTime(save.at, new Date()).slice(0, 5)}`;
    case "unsaved":
    case "saving":
      return "Saving…";
    case "offline":
      return "Kept in this browser";
    case "refused":
    case "conflict":
      return "Not saved";
  }
}

function SaveNote() {
  const save = useEditor((state) => state.save);
  const isBad = save.kind === "offline" || save.kind === "refused" || save.kind === "conflict";
  return (
    <span
      role="status"
      data-testid="save-state"
      data-save={save.kind}
      suppressHydrationWarning
      className={cn(
        "text-label font-normal whitespace-nowrap tabular-nums",
        isBad ? "text-wait" : "text-muted",
      )}
    >
      {words(save)}
    </span>
  );
}
