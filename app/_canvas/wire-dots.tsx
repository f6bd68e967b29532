"use client";

import { useEffect, useRef, useState } from "react";
import { openDot } from "@/app/_editor/actions/live-actions";
import { useEditor, useEditorStore } from "@/app/_editor/state/editor-context";
import { useLiveFlow } from "@/app/_live/live-context";
import type { LiveDot } from "@/app/_live/live-flow";
import { areTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";

/** A dot needs this long for its wire, whatever the length. */
const travelMs = 700;
/** Beyond this the label counts, dots stay at that rate. */
const minGapMs = 50;

interface WireDotsProps {
  readonly wireId: string;
  readonly path: string;
}

/** Events on their way: one dot each, up to twenty a second. */
export function WireDots({ wireId, path }: WireDotsProps) {
  const live = useLiveFlow();
  const [dots, setDots] = useState<readonly LiveDot[]>([]);
  const lastAt = useRef(0);
  useEffect(
    () =>
      live.subscribeDots((dot) => {
        const now = performance.now();
        if (dot.kind === "test" && areTestEventsHidden()) return;
        if (dot.wireId !== wireId || now - lastAt.current < minGapMs || document.hidden) return;
        lastAt.current = now;
        setDots((current) => [...current, dot].slice(-20));
      }),
    [live, wireId],
  );
  const isLiveHidden = useEditor((state) => state.isLiveHidden);
  const remove = (id: string) => setDots((current) => current.filter((dot) => dot.id !== id));
  if (isLiveHidden) return null;
  return dots.map((dot) => <Dot key={dot.id} dot={dot} path={path} onEnd={() => remove(dot.id)} />);
}

interface DotProps {
  readonly dot: LiveDot;
  readonly path: string;
  readonly onEnd: () => void;
}

/** Runs along its wire; hovering it stops it and shows what it is, clicking opens the event. */
function Dot({ dot, path, onEnd }: DotProps) {
  const store = useEditorStore();
  const element = useRef<SVGGElement>(null);
  const run = useRef<Animation>(undefined);
  const [isHeld, setHeld] = useState(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const animation = element.current?.animate([{ offsetDistance: "0%" }, { offsetDistance: "100%" }], {
      duration: travelMs,
      easing: "linear",
      fill: "forwards",
    });
    run.current = animation;
    animation?.addEventListener("finish", () => end.current());
    return () => animation?.cancel();
  }, []);
  const hold = (isOver: boolean) => {
    setHeld(isOver);
    if (isOver) run.current?.pause();
    else run.current?.play();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a dot lives for less than a second; the drawer lists the same events
    <g
      ref={element}
      style={{ offsetPath: `path("${path}")`, offsetRotate: "0deg" }}
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onClick={(event) => {
        event.stopPropagation();
        openDot(store, dot);
      }}
      data-testid="dot"
    >
      <circle r={12} fill="transparent" />
      {dot.hasFailed ? (
        <path d="M -3 -3 L 3 3 M 3 -3 L -3 3" className="stroke-bad-mark" strokeWidth={2} />
      ) : (
        <circle r={3} className="wire-dot" data-kind={dot.kind} />
      )}
      {isHeld ? (
        <text y={-10} textAnchor="middle" className="fill-text text-label">
          {dot.key} · {dot.at.toLocaleTimeString("en-GB")}
        </text>
      ) : null}
    </g>
  );
}
