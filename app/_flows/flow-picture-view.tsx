import { formatPlural } from "@/app/_ui/format";
import type { FlowPicture, PictureCard, PictureWire } from "@/flow/graph/flow-picture";

interface FlowPictureViewProps {
  readonly picture: FlowPicture;
  readonly className?: string;
  /** Where the text beside it says enough, as in a card with the flow's name. */
  readonly isDecoration?: boolean;
}

/** Room around the drawing, in pixels of the canvas. */
const margin = 32;
/** No drawing is shown larger than this part of its size, so that small flows look as small as they are. */
const leastWidth = 880;
const leastHeight = 300;

/** A flow in outlines: where its cards stand and how they are wired, without any text. */
export function FlowPictureView({ picture, className, isDecoration = false }: FlowPictureViewProps) {
  const width = Math.max(picture.width + 2 * margin, leastWidth);
  const height = Math.max(picture.height + 2 * margin, leastHeight);
  const left = (width - picture.width) / 2;
  const top = (height - picture.height) / 2;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named or hidden below; a title would be a tooltip
    <svg
      viewBox={`${-left} ${-top} ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      {...(isDecoration ? { "aria-hidden": true } : { role: "img", "aria-label": pictureWords(picture) })}
      className={className}
    >
      {picture.wires.map((wire) => (
        <path key={wire.id} d={wirePath(wire)} fill="none" className="stroke-edge" strokeWidth={3} />
      ))}
      {picture.cards.map((card) => (
        <CardOutline key={card.key} card={card} />
      ))}
    </svg>
  );
}

/** A wire as the canvas draws it, around the cards that it passes. */
export function wirePath({ x1, y1, x2, y2, lane }: PictureWire): string {
  const start = `M${x1} ${y1}`;
  if (lane === undefined) return start + bend(x1, y1, x2, y2);
  return `${start}${bend(x1, y1, lane.x1, lane.y)}H${lane.x2}${bend(lane.x2, lane.y, x2, y2)}`;
}

function bend(x1: number, y1: number, x2: number, y2: number): string {
  const reach = Math.max(36, Math.abs(x2 - x1) / 2);
  return `C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`;
}

const tiles = {
  producer: "fill-producer-tile",
  topic: "fill-topic-tile",
  consumer: "fill-consumer-tile",
} as const;

const glyphs = { producer: "fill-producer", topic: "fill-topic", consumer: "fill-consumer" } as const;

function CardOutline({ card }: { readonly card: PictureCard }) {
  const { kind, x, y, width, height, rows } = card;
  const headHeight = kind === "consumer" ? 56 : height;
  const radius = kind === "topic" ? height / 2 : kind === "producer" ? 24 : 16;
  const tileX = x + (kind === "topic" ? 24 : 20);
  const tileY = y + headHeight / 2 - 15;
  return (
    <g>
      <rect
        {...{ x, y, width, height }}
        rx={radius}
        className="fill-surface stroke-border-strong"
        strokeWidth={2.5}
      />
      <rect x={tileX} y={tileY} width={30} height={30} rx={7} className={tiles[kind]} />
      <circle cx={tileX + 15} cy={tileY + 15} r={6} className={glyphs[kind]} />
      <rect
        x={tileX + 44}
        y={y + headHeight / 2 - 6}
        width={Math.min(width - 108, 30 + card.name.length * 6)}
        height={12}
        rx={6}
        className="fill-text-2"
      />
      {Array.from({ length: rows }, (_, row) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: lines without a name of their own
          key={row}
          x={x + 24}
          y={y + 58 + row * 28}
          width={width - (row % 2 === 0 ? 88 : 120)}
          height={10}
          rx={5}
          className="fill-border"
        />
      ))}
    </g>
  );
}

function pictureWords({ cards }: FlowPicture): string {
  if (cards.length === 0) return "An empty flow";
  const count = (kind: PictureCard["kind"], word: string) =>
    formatPlural(cards.filter((card) => card.kind === kind).length, word);
  return `${count("producer", "producer")}, ${count("topic", "topic")}, ${count("consumer", "consumer")}`;
}
