"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { cn } from "@/app/_ui/cn";
import { diffJson, type JsonChange } from "@/flow/replay/json-diff";

const marks = {
  added: { sign: "+", word: "Added", look: "bg-ok-soft" },
  removed: { sign: "−", word: "Removed", look: "bg-bad-soft" },
  changed: { sign: "~", word: "Changed", look: "" },
} as const;

interface JsonDiffListProps {
  readonly label: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where two JSON values differ, a row per place; however many they are, only those in sight are drawn. */
export function JsonDiffList({ label, before, after }: JsonDiffListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const changes = diffJson(before, after);
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    overscan: 8,
  });
  if (changes.length === 0) return <p className="text-dense text-muted">The same.</p>;
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-control border"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const change = changes[item.index];
          return change === undefined ? null : (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              className={cn(
                "absolute inset-x-0 top-0 flex gap-2 border-b px-3 py-1.5 font-mono text-mono",
                marks[change.kind].look,
              )}
            >
              <Change change={change} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Change({ change }: { readonly change: JsonChange }) {
  const { path, kind } = change;
  const { sign, word } = marks[kind];
  return (
    <>
      <span className="w-3 shrink-0 text-center" title={word}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{word}</span>
      </span>
      <div className="flex min-w-0 flex-1 flex-col wrap-anywhere">
        <span className="text-text-2">{path === "" ? "The whole" : path}</span>
        {kind === "added" ? null : (
          <span className={cn(kind === "changed" && "text-bad")}>
            <span aria-hidden>− </span>
            <span className="sr-only">Before: </span>
            {JSON.stringify(change.before)}
          </span>
        )}
        {kind === "removed" ? null : (
          <span className={cn(kind === "changed" && "text-ok")}>
            <span aria-hidden>+ </span>
            <span className="sr-only">Now: </span>
            {JSON.stringify(change.after)}
          </span>
        )}
      </div>
    </>
  );
}
