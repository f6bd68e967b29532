import type { Viewport } from "@xyflow/react";
import type { Rect } from "@/flow/graph/placement";

/** From here on cards show everything. */
const readable = 0.7;
/** On a phone the whole is worth more than the rows of its cards: from afar their titles are large enough to read. */
const readableOnPhone = 0.28;
const phoneWidth = 640;
const margin = 24;

/** Where a drawing opens: all of it where its cards can be read then, else its beginning. */
export function openingView(
  rects: ReadonlyMap<string, Rect>,
  frame: { readonly clientWidth: number; readonly clientHeight: number },
): Viewport {
  const all = [...rects.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const width = Math.max(...all.map((rect) => rect.x + rect.width)) - left;
  const height = Math.max(...all.map((rect) => rect.y + rect.height)) - top;
  const fitting = Math.min(
    (frame.clientWidth - 2 * margin) / width,
    (frame.clientHeight - 2 * margin) / height,
  );
  const zoom = Math.min(1, Math.max(frame.clientWidth < phoneWidth ? readableOnPhone : readable, fitting));
  const start = (from: number, length: number, room: number) =>
    Math.max(margin, (room - length * zoom) / 2) - from * zoom;
  return {
    x: start(left, width, frame.clientWidth),
    y: start(top, height, frame.clientHeight),
    zoom,
  };
}
