"use client";

import { useLayoutEffect, useMemo, useRef } from "react";
import { wirePath } from "@/app/_flows/flow-picture-view";
import { cn } from "@/app/_ui/cn";
import type { ChangeKind } from "@/flow/diff/change";
import { diffPicture } from "@/flow/diff/diff-picture";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { PictureCard } from "@/flow/graph/flow-picture";
import { useEditor } from "../state/editor-context";

const looks = {
  added: { sign: "+", word: "Added", card: "fill-ok-soft stroke-ok-mark", mark: "fill-ok" },
  changed: { sign: "~", word: "Changed", card: "fill-wait-soft stroke-wait-mark", mark: "fill-wait" },
  removed: { sign: "−", word: "Removed", card: "fill-bad-soft stroke-bad-mark", mark: "fill-bad" },
  moved: { sign: "↔", word: "Moved only", card: "fill-surface stroke-border-strong", mark: "fill-muted" },
} as const satisfies Record<ChangeKind, unknown>;

const order = ["added", "changed", "removed", "moved"] as const;
const margin = 24;
/** Of the canvas. */
const scale = 0.45;

interface DiffDrawingProps {
  readonly before: FlowDocument | undefined;
  readonly after: FlowDocument;
}

/** Both states in one drawing: every card that differs carries a sign and a colour, what is gone is dashed. */
export function DiffDrawing({ before, after }: DiffDrawingProps) {
  const nodes = useEditor((state) => state.nodes);
  const picture = useMemo(() => diffPicture(before, after, nodes), [before, after, nodes]);
  const { cards, wires, cardMarks, wireMarks } = picture;
  const width = picture.width + 2 * margin;
  const height = picture.height + 2 * margin;
  const scroller = useRef<HTMLElement>(null);
  const marked = cards.filter(({ key }) => cardMarks.has(key));
  const first = Math.min(...marked.map(({ x }) => x));
  const last = Math.max(...marked.map((card) => card.x + card.width));
  useLayoutEffect(() => {
    // What differs is in the middle, or, if it is wider than what is seen, its beginning at the left.
    const { current } = scroller;
    if (!current || !Number.isFinite(first)) return;
    const room = Math.max(0, current.clientWidth - (last - first) * scale) / 2;
    current.scrollLeft = (first + margin) * scale - Math.max(room, margin);
  }, [first, last]);
  const kinds = order.filter((kind) => [...cardMarks.values()].includes(kind));
  const words = kinds.map((kind) => {
    const names = cards.filter(({ key }) => cardMarks.get(key) === kind).map(({ name }) => name);
    return `${looks[kind].word}: ${names.join(", ")}`;
  });
  return (
    <figure className="flex flex-col gap-1.5 rounded-control border bg-canvas p-2" data-testid="diff-drawing">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Drawing"
        // What is cut off fades out: it can be scrolled to.
        className="max-h-60 overflow-auto [mask-image:linear-gradient(to_right,transparent,#000_10px,#000_calc(100%-10px),transparent)]"
      >
        <svg
          viewBox={`${-margin} ${-margin} ${width} ${height}`}
          preserveAspectRatio="xMidYMid meet"
          role="img"
          aria-label={words.length === 0 ? "The drawing, without a change" : words.join(". ")}
          // The names have 12 px. What is wider scrolls.
          style={{ minWidth: width * scale, maxHeight: Math.max(112, height / 2) }}
          className="block w-full"
        >
          {wires.map((wire) => {
            const mark = wireMarks.get(wire.id);
            return (
              <path
                key={wire.id}
                d={wirePath(wire)}
                fill="none"
                strokeWidth={mark === undefined ? 3 : 5}
                strokeDasharray={mark === "removed" ? "14 10" : undefined}
                className={
                  mark === "added" ? "stroke-ok-mark" : mark === "removed" ? "stroke-bad-mark" : "stroke-edge"
                }
              />
            );
          })}
          {cards.map((card) => (
            <DiffCard key={card.key} card={card} mark={cardMarks.get(card.key)} />
          ))}
        </svg>
      </section>
      <figcaption className="flex flex-wrap gap-x-3 text-label font-normal text-muted">
        {kinds.map((kind) => (
          <span key={kind}>
            <span aria-hidden className={cn("font-strong", textOf[kind])}>
              {looks[kind].sign}
            </span>{" "}
            {looks[kind].word.toLowerCase()}
          </span>
        ))}
        {kinds.length === 0 ? "No card differs." : null}
      </figcaption>
    </figure>
  );
}

const textOf = { added: "text-ok", changed: "text-wait", removed: "text-bad", moved: "text-muted" } as const;

function DiffCard({ card, mark }: { readonly card: PictureCard; readonly mark: ChangeKind | undefined }) {
  const { kind, x, y, width, height, name } = card;
  const look = mark && looks[mark];
  // Twelve pixels high, letters are about six wide.
  const room = Math.floor((width * scale - 16) / 6);
  const shown = name.length > room ? `${name.slice(0, room - 1)}…` : name;
  return (
    <g>
      <rect
        {...{ x, y, width, height }}
        rx={kind === "topic" ? height / 2 : 16}
        strokeWidth={look ? 4 : 2.5}
        strokeDasharray={mark === "removed" ? "14 10" : undefined}
        className={look?.card ?? "fill-surface stroke-border"}
      />
      <text
        x={x + 8 / scale}
        y={y + (kind === "consumer" ? 28 : height / 2)}
        dominantBaseline="central"
        fontSize={12 / scale}
        className={mark === undefined ? "fill-muted" : "fill-text"}
        textDecoration={mark === "removed" ? "line-through" : undefined}
      >
        {shown}
      </text>
      {look ? (
        <>
          <circle cx={x + width - 20} cy={y} r={17} strokeWidth={2.5} className={look.card} />
          <text
            x={x + width - 20}
            y={y}
            dominantBaseline="central"
            textAnchor="middle"
            fontSize={12 / scale}
            fontWeight={600}
            className={look.mark}
          >
            {look.sign}
          </text>
        </>
      ) : null}
    </g>
  );
}
