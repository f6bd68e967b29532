import type { PictureCard, PictureWire } from "./flow-picture";

/** From a lane to the cards above and below it: half of what stands between two cards. */
const clearance = 14;
const samples = 24;

type Line = Pick<PictureWire, "x1" | "y1" | "x2" | "y2">;

/**
 * The way around cards that a wire would otherwise lie behind, so that it seems to come from one of them.
 * @returns nothing where the wire passes none
 */
export function laneOf(line: Line, cards: readonly PictureCard[]): PictureWire["lane"] {
  const between = cards.filter(({ x, width }) => x >= line.x1 && x + width <= line.x2);
  if (!between.some((card) => isCrossed(line, card))) return undefined;
  const middle = (line.y1 + line.y2) / 2;
  const free = between
    .flatMap(({ y, height }) => [y - clearance, y + height + clearance])
    .filter((at) => between.every(({ y, height }) => at <= y - clearance || at >= y + height + clearance))
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  // Above the highest card there is always room.
  const y = free[0] ?? middle;
  return {
    x1: Math.min(...between.map(({ x }) => x)),
    x2: Math.max(...between.map(({ x, width }) => x + width)),
    y,
  };
}

/** Whether the bend between the ends touches the card. */
function isCrossed({ x1, y1, x2, y2 }: Line, card: PictureCard): boolean {
  return Array.from({ length: samples + 1 }, (_, index) => index / samples).some((t) => {
    const rest = 1 - t;
    // The tangents reach half of the way: both inner points have the middle's x.
    const x = rest ** 3 * x1 + 3 * rest * t * ((x1 + x2) / 2) + t ** 3 * x2;
    const y = y1 + (y2 - y1) * (3 * rest * t * t + t ** 3);
    return x > card.x && x < card.x + card.width && y > card.y && y < card.y + card.height;
  });
}
