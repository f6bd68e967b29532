"use client";

import dynamic from "next/dynamic";
import { type PointerEvent as ReactPointerEvent, useState } from "react";

const Inspector = dynamic(() => import("../inspector/inspector").then((module) => module.Inspector), {
  ssr: false,
});

const widthKey = "millrace.inspector";
const least = 320;
const most = 560;
const usual = 344;

function storedWidth(): number {
  const stored = Number(globalThis.localStorage?.getItem(widthKey));
  return stored >= least && stored <= most ? stored : usual;
}

/** The place of the inspector: there with a selection, 344 px wide, pulled between 320 and 560. */
export function InspectorPane() {
  const [width, setWidth] = useState(storedWidth);
  const resize = (event: ReactPointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const startX = event.clientX;
    const onMove = (move: PointerEvent) =>
      setWidth(Math.min(most, Math.max(least, width + startX - move.clientX)));
    const onUp = () => {
      handle.removeEventListener("pointermove", onMove);
      setWidth((now) => {
        globalThis.localStorage?.setItem(widthKey, String(now));
        return now;
      });
    };
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", onUp, { once: true });
  };
  const nudge = (by: number) => setWidth((now) => Math.min(most, Math.max(least, now + by)));
  return (
    <div className="relative flex shrink-0 border-l bg-surface" style={{ width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be pulled */}
      <div
        role="separator"
        aria-label="Width of the inspector"
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={resize}
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft") nudge(16);
          if (event.key === "ArrowRight") nudge(-16);
        }}
        className="absolute inset-y-0 -left-1 z-sticky w-2 cursor-col-resize hover:bg-ring/30 focus-visible:bg-ring/30"
      />
      <Inspector />
    </div>
  );
}
