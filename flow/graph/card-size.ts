import type { Consumer } from "../document/flow-document";
import { type CardRow, cardRows } from "./card-rows";

/** Sizes of the drawing in pixels at 100 %; design/look.md "Cards on the canvas". */
export const cardWidth = { producer: 208, topic: 224, consumer: 272 } as const;
export const cardHeight = { producer: 64, topic: 56 } as const;
export const columnGap = 72;
export const rowGap = 24;
export const gridStep = 8;

const titleHeight = 44;
const lineHeight = 28;
const stepHeight = 32;
const separatorHeight = 1;
const borderHeight = 1;

/** Height of one line of a consumer's list. */
export function rowHeight(row: CardRow): number {
  return row.kind === "step" ? stepHeight : lineHeight;
}

/** Height of a consumer's card as drawn, frame included. */
export function consumerHeight(consumer: Consumer): number {
  if (consumer.collapsed) return 2 * borderHeight + titleHeight + separatorHeight + lineHeight;
  const rows = cardRows(consumer).reduce((sum, row) => sum + rowHeight(row), 0);
  const addStep = lineHeight;
  return (
    2 * borderHeight +
    titleHeight +
    lineHeight +
    separatorHeight +
    rows +
    addStep +
    separatorHeight +
    2 * lineHeight
  );
}

/** Vertical distance from a card's top to the point where its main wire ends. */
export const portOffset = {
  producer: cardHeight.producer / 2,
  topic: cardHeight.topic / 2,
  /** Middle of the When row. */
  consumer: borderHeight + titleHeight + lineHeight / 2,
  /** Middle of the title of a collapsed consumer. */
  collapsed: borderHeight + titleHeight / 2,
} as const;
