"use client";

import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { eventHref } from "@/app/_live/event-href";
import { LiveProvider, useLive } from "@/app/_live/live-context";
import { useTailedFlow } from "@/app/_live/use-tailed-flow";
import { Banner } from "@/app/_ui/banner";
import { showToast } from "@/app/_ui/show-toast";
import { Ago } from "@/app/_ui/time";
import { useIsHydrated } from "@/app/_ui/use-now";
import { definitions } from "@/nodes/registry/definitions.gen";
import { retryFailed, setPaused } from "./actions/work-actions";
import { type Backend, BackendProvider } from "./deploy/use-deployment";
import { FailureNotice } from "./failure-notice";
import { Overlays } from "./overlays";
import { Drawer } from "./panels/drawer";
import { EmptyCanvas } from "./panels/empty-canvas";
import { Palette } from "./panels/palette";
import { useObserved } from "./samples/use-observed";
import { DraftSaver } from "./state/draft-saver";
import { EditorProvider, useEditor, useEditorStore } from "./state/editor-context";
import { createEditorStore } from "./state/editor-store";
import { type LoadedFlow, useFlowApi } from "./state/flow-api";
import { inspectedKey } from "./state/inspected-key";
import { keptDraft } from "./state/kept-draft";
import { openedAt } from "./state/opened-at";
import { newSession, useTogether } from "./state/use-together";
import { TopBar } from "./top-bar";
import { useEditorKeys } from "./use-editor-keys";

// The canvas measures the window: it exists in the browser only.
const loadCanvas = () => import("../_canvas/canvas");
const Canvas = dynamic(() => loadCanvas().then((module) => module.Canvas), { ssr: false });
// It is fetched while the page is still being read, not only when it is asked to be drawn.
if ("document" in globalThis) {
  loadCanvas().catch(() => {
    // Asked for again when it is drawn, and a failure is told then.
  });
}
const ConsumerView = dynamic(() => import("../_canvas/consumer-view").then((module) => module.ConsumerView), {
  ssr: false,
});
const Outline = dynamic(() => import("./outline/outline").then((module) => module.Outline), { ssr: false });
const Checklist = dynamic(() => import("./panels/checklist").then((module) => module.Checklist), {
  ssr: false,
});
const SampleFromAddress = lazy(() =>
  import("./samples/sample-from-address").then((module) => ({ default: module.SampleFromAddress })),
);
const SaveBanner = lazy(() => import("./save-banner").then((module) => ({ default: module.SaveBanner })));
const TypedFlow = lazy(() => import("./typed/typed-flow").then((module) => ({ default: module.TypedFlow })));
const InspectorPane = lazy(() =>
  import("./panels/inspector-pane").then((module) => ({ default: module.InspectorPane })),
);
const FormPanel = lazy(() => import("./panels/form-panel").then((module) => ({ default: module.FormPanel })));

interface EditorProps {
  readonly workspace: string;
  readonly flow: string;
  readonly loaded: LoadedFlow;
  /** It was loaded for an earlier visit: what has come since then is no news. */
  readonly isOld: boolean;
  /** Key of the card that it opens at. */
  readonly card: string | undefined;
  readonly isReadOnly: boolean;
}

/** The editor of one flow: bar, palette, canvas, inspector, drawer. */
export function Editor({ workspace, flow, loaded, isOld, card, isReadOnly }: EditorProps) {
  const router = useRouter();
  const api = useFlowApi(workspace, flow);
  const [{ store, backend }] = useState(() => {
    const key = loaded.id;
    const made = createEditorStore({
      nodes: definitions,
      document: loaded.document,
      workspace,
      flow,
      isReadOnly,
      save: { kind: "saved", at: loaded.savedAt },
      setPaused: (consumerId, isPaused) => void setPaused(api, consumerId, isPaused),
      retryFailed: (consumerId) => void retryFailed(api, flow, consumerId),
      refuse: (reason) => showToast(reason, { tone: "wait" }),
      openEvent: (topic, offset) => router.push(eventHref(workspace, { topic, offset }, flow)),
      ...DraftSaver.sessionOf(loaded),
      ...(isOld && { heads: undefined }),
      ...openedAt(loaded.document, card),
    });
    const saver = new DraftSaver(made, api, key, loaded.version, loaded.document);
    return { store: made, backend: { api, saver } satisfies Backend };
  });

  useEffect(() => {
    const kept = isReadOnly ? undefined : keptDraft(loaded.id);
    if (kept) backend.saver.bringBack(kept);
    return backend.saver.start();
  }, [backend, loaded, isReadOnly]);

  // A phone is for looking: there is no room for forms, and a finger that moves the drawing would move cards.
  useEffect(() => {
    const phone = globalThis.matchMedia("(width < 48rem)");
    const follow = () => store.setState({ isPhone: phone.matches, isReadOnly: isReadOnly || phone.matches });
    follow();
    phone.addEventListener("change", follow);
    return () => phone.removeEventListener("change", follow);
  }, [store, isReadOnly]);

  return (
    <EditorProvider store={store}>
      <BackendProvider value={backend}>
        <Live workspace={workspace} flow={flow} backend={backend}>
          <Frame backend={backend} />
        </Live>
      </BackendProvider>
    </EditorProvider>
  );
}

interface LiveProps {
  readonly workspace: string;
  readonly flow: string;
  readonly backend: Backend;
  readonly children: ReactNode;
}

/** Live data follows what is deployed, not what is drawn. */
function Live({ workspace, flow, backend, children }: LiveProps) {
  const store = useEditorStore();
  const deployed = useEditor((state) => state.deployed);
  const heads = useEditor((state) => state.heads);
  const [session] = useState(newSession);
  const together = useTogether(store, backend, session);
  const live = useTailedFlow(workspace, flow, { deployed, heads, nodes: definitions, together });
  useObserved(workspace, flow);
  useEffect(() => store.setState({ live }), [store, live]);
  return <LiveProvider flow={live}>{children}</LiveProvider>;
}

function Frame({ backend }: { readonly backend: Backend }) {
  useEditorKeys();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isAwake = useIsHydrated();
  const wantedSample = useSearchParams().get("sample");
  return (
    <div
      data-asleep={isAwake ? undefined : ""}
      data-read-only={isReadOnly || undefined}
      className="fixed inset-0 flex min-h-0 flex-col overflow-hidden bg-canvas"
    >
      <TopBar />
      <div className="flex min-h-0 flex-1">
        <Palette />
        <main className="flex min-w-0 flex-1 flex-col">
          <SaveTrouble backend={backend} />
          <LiveBanner />
          <FailureNotice />
          <div className="relative min-h-0 flex-1" data-key="canvas">
            <Shown />
            <Checklist />
            <span aria-hidden data-key="canvas-middle" className="absolute top-1/4 left-1/3 size-0" />
          </div>
          <Drawer />
        </main>
        <FormPanelPlace />
        <InspectorPlace />
      </div>
      <Overlays />
      <TypedPlace />
      {wantedSample === null ? null : (
        <Suspense>
          <SampleFromAddress wanted={wantedSample} />
        </Suspense>
      )}
      <Announcer />
    </div>
  );
}

/** The drawing, one consumer as a list, or the whole flow as one. */
function Shown() {
  const isOutlineOpen = useEditor((state) => state.isOutlineOpen);
  const consumerId = useEditor((state) => state.consumerView);
  if (isOutlineOpen) return <Outline />;
  if (consumerId !== undefined) return <ConsumerView key={consumerId} consumerId={consumerId} />;
  return (
    <>
      <Canvas />
      <EmptyCanvas />
    </>
  );
}

/** Disconnected: numbers stand still and say so. */
function LiveBanner() {
  const connection = useLive((snapshot) => snapshot.connection);
  if (connection.kind !== "stopped") return null;
  return (
    <Banner flush>
      Live updates stopped <Ago at={connection.since} />. Reconnecting…
    </Banner>
  );
}

/** Only when the draft is not saved is there something to say. */
function SaveTrouble({ backend }: { readonly backend: Backend }) {
  const isBad = useEditor(
    ({ save }) => save.kind === "offline" || save.kind === "refused" || save.kind === "conflict",
  );
  if (!isBad) return null;
  return (
    <Suspense>
      <SaveBanner saver={backend.saver} />
    </Suspense>
  );
}

/** Without a topic there is no schema to hold anything to. */
function TypedPlace() {
  const hasTopics = useEditor(({ document }) => document.topics.length > 0);
  if (!hasTopics) return null;
  return (
    <Suspense>
      <TypedFlow />
    </Suspense>
  );
}

function InspectorPlace() {
  const isShown = useEditor(
    (state) =>
      state.isInspectorOpen &&
      !state.isPhone &&
      state.formPanel === undefined &&
      inspectedKey(state) !== undefined,
  );
  if (!isShown) return null;
  return (
    <Suspense>
      <InspectorPane />
    </Suspense>
  );
}

function FormPanelPlace() {
  const producerId = useEditor((state) => state.formPanel);
  if (producerId === undefined) return null;
  return (
    <Suspense>
      <FormPanel producerId={producerId} />
    </Suspense>
  );
}

/** Tells screen readers what changed on the canvas. */
function Announcer() {
  const announcement = useEditor((state) => state.announcement);
  return (
    <div role="status" aria-live="polite" className="sr-only" data-testid="announcer">
      {announcement}
    </div>
  );
}
