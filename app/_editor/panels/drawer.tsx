"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { lazy, Suspense } from "react";
import { cn } from "@/app/_ui/cn";
import { IconButton } from "@/app/_ui/icon-button";
import { issuesOf } from "../state/derived";
import { useEditor, useEditorStore } from "../state/editor-context";
import type { DrawerTab, EditorState } from "../state/editor-store";

const TestBar = lazy(() => import("../samples/test-bar").then((module) => ({ default: module.TestBar })));
// It opens closed: what is in it is fetched with the first sign of somebody at the page, see `Overlays`.
const FilterPill = lazy(() => import("./filter-pill").then((module) => ({ default: module.FilterPill })));
const LiveRows = lazy(() => import("./live-rows").then((module) => ({ default: module.LiveRows })));
const ProblemRows = lazy(() => import("./problem-rows").then((module) => ({ default: module.ProblemRows })));
const DrawerFocus = lazy(() => import("./drawer-focus").then((module) => ({ default: module.DrawerFocus })));
const TestPanel = lazy(() => import("./test-panel").then((module) => ({ default: module.TestPanel })));

/**
 * What keeps the flow from running, as the button Deploy counts it: what is worth a look stands in the list without
 * a number, and that nothing is drawn yet is asked by the canvas.
 */
function problemCount(state: EditorState): number {
  return issuesOf(state).filter(({ code, severity }) => severity !== "warning" && code !== "empty").length;
}

/** 36 px closed, 280 open (192 on a low screen, so that the cards stay in sight): the last events, what is wrong, and the draft on a sample. */
export function Drawer() {
  const store = useEditorStore();
  const { isOpen, tab } = useEditor((state) => state.drawer);
  const problems = useEditor(problemCount);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isTest = isOpen && tab === "test";
  const toggle = (next: DrawerTab) =>
    store.setState({ drawer: { isOpen: !(isOpen && tab === next), tab: next } });
  return (
    <section
      aria-label="Live, problems and test"
      className={cn(
        "flex shrink-0 flex-col border-t bg-surface transition-[height] duration-200",
        !isOpen ? "h-9" : isTest ? "h-60" : "h-48",
        isOpen && "[@media(min-height:800px)]:h-70",
      )}
    >
      <div className="flex h-9 shrink-0 items-center gap-1 px-2">
        <TabButton isOn={isOpen && tab === "live"} onPress={() => toggle("live")}>
          Live
        </TabButton>
        <TabButton isOn={isOpen && tab === "problems"} onPress={() => toggle("problems")}>
          Problems
          {problems > 0 ? <span className="text-muted tabular-nums">{problems}</span> : null}
        </TabButton>
        <TabButton isOn={isOpen && tab === "test"} onPress={() => toggle("test")}>
          Test
        </TabButton>
        {isOpen && tab === "live" ? (
          <Suspense>
            <FilterPill />
          </Suspense>
        ) : null}
        {isTest && !isReadOnly ? (
          <Suspense>
            <TestBar />
          </Suspense>
        ) : (
          <span className="flex-1" />
        )}
        <IconButton
          icon={isOpen ? ChevronDown : ChevronUp}
          label={isOpen ? "Close the drawer" : "Open the drawer"}
          aria-expanded={isOpen}
          onClick={() => toggle(tab)}
        />
      </div>
      {isOpen ? (
        <div className="min-h-0 flex-1 overflow-y-auto border-t" data-testid="drawer">
          <Suspense>
            {tab === "live" ? <LiveRows /> : tab === "problems" ? <ProblemRows /> : <TestPanel />}
            <DrawerFocus />
          </Suspense>
        </div>
      ) : null}
    </section>
  );
}

interface TabButtonProps {
  readonly isOn: boolean;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function TabButton({ isOn, onPress, children }: TabButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={cn(
        "relative flex h-9 items-center gap-1.5 px-2 text-dense font-medium hover:text-text focus-visible:-outline-offset-2",
        isOn
          ? "text-text after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:bg-accent"
          : "text-muted",
      )}
    >
      {children}
    </button>
  );
}
