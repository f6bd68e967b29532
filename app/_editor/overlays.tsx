"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { holdTypedAhead, takeTypedAhead } from "./prompts/typed-ahead";
import { useEditor, useEditorStore } from "./state/editor-context";

const loadPrompts = () => import("./prompts/prompt-layer");
const loadMenu = () => import("./prompts/floating-menu");
const loadKeys = () => import("./keys-dialog");
const loadHistory = () => import("./deploy/history-sheet");

const PromptLayer = lazy(async () => ({ default: (await loadPrompts()).PromptLayer }));
const FloatingMenu = lazy(async () => ({ default: (await loadMenu()).FloatingMenu }));
const HistorySheet = lazy(async () => ({ default: (await loadHistory()).HistorySheet }));
const KeysDialog = lazy(async () => ({ default: (await loadKeys()).KeysDialog }));

const ReplayPrompt = lazy(() =>
  import("./replay-prompt").then((module) => ({ default: module.ReplayPrompt })),
);
const ClipboardKeys = lazy(() =>
  import("./clipboard-keys").then((module) => ({ default: module.ClipboardKeys })),
);

const firstSigns = ["pointermove", "pointerdown", "keydown"] as const;

/** What opens over the drawing. It is fetched at the first sign of somebody at the page, and drawn when asked for. */
export function Overlays() {
  const hasPrompt = useEditor(({ prompt }) => prompt !== undefined);
  const hasMenu = useEditor(({ menu }) => menu !== undefined);
  const hasHistory = useEditor((state) => state.isHistoryOpen);
  const hasKeys = useEditor((state) => state.isKeysOpen);
  const hasReplay = useEditor(({ replayed }) => replayed !== undefined);
  const store = useEditorStore();
  const [isAwake, setAwake] = useState(false);
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const isAsked = state.prompt !== undefined && state.prompt !== before.prompt;
        const isAskedByGhost = state.ghost?.kind === "what-happened" && state.ghost !== before.ghost;
        const isWritten = state.edited !== undefined && state.edited !== before.edited;
        const isNothingOpen = [state.prompt, state.ghost, state.edited].every((open) => open === undefined);
        if (isAsked || isAskedByGhost || isWritten) {
          holdTypedAhead(() => store.setState({ prompt: undefined, edited: undefined }));
        } else if (isNothingOpen) takeTypedAhead();
      }),
    [store],
  );
  useEffect(() => {
    const done = new AbortController();
    const fetchAll = () => {
      done.abort();
      setAwake(true);
      // A failure shows, with *Try again*, when one of them is opened.
      void Promise.allSettled([
        loadPrompts(),
        loadMenu(),
        import("./prompts/topic-name-form"),
        import("./panels/live-rows"),
        import("./panels/problem-rows"),
        import("./panels/inspector-pane"),
        import("./save-banner"),
        import("./inspector/inspector"),
        import("./actions/note-actions"),
        import("../_canvas/annotation-nodes"),
      ]);
    };
    for (const sign of firstSigns) {
      window.addEventListener(sign, fetchAll, { signal: done.signal, capture: true, passive: true });
    }
    return () => done.abort();
  }, []);
  return (
    <Suspense>
      {isAwake ? (
        <Suspense>
          <ClipboardKeys />
        </Suspense>
      ) : null}
      {hasPrompt ? <PromptLayer /> : null}
      {hasMenu ? <FloatingMenu /> : null}
      {hasHistory ? <HistorySheet /> : null}
      {hasKeys ? <KeysDialog /> : null}
      {hasReplay ? <ReplayPrompt /> : null}
    </Suspense>
  );
}
