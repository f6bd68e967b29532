import type { CardNode, Course, WireEdge } from "./project-flow";

/** The list after, with the objects of the list before wherever they are as good: what draws them stays as it is. */
export function keepSame<Item extends { readonly id: string }>(
  before: readonly Item[] | undefined,
  after: Item[],
  isSame: (one: Item, other: Item) => boolean,
): Item[] {
  if (!before) return after;
  const known = new Map(before.map((item) => [item.id, item]));
  return after.map((item) => {
    const old = known.get(item.id);
    return old && isSame(old, item) ? old : item;
  });
}

/** Of the same card, at the same place. What it looks like follows from the card alone. */
export function isSameCard(one: CardNode, other: CardNode): boolean {
  return (
    one.data.card === other.data.card &&
    one.position.x === other.position.x &&
    one.position.y === other.position.y
  );
}

/** The same wire between the same points, called the same. */
export function isSameWire(one: WireEdge, other: WireEdge): boolean {
  return (
    one.source === other.source &&
    one.target === other.target &&
    one.sourceHandle === other.sourceHandle &&
    one.ariaLabel === other.ariaLabel &&
    one.data !== undefined &&
    other.data !== undefined &&
    one.data.wire.kind === other.data.wire.kind &&
    labelOf(one) === labelOf(other) &&
    isSameCourse(one.data.course, other.data.course)
  );
}

function labelOf({ data }: WireEdge): string | undefined {
  return data?.wire.kind === "publish" ? data.wire.label : undefined;
}

function isSameCourse(one: Course, other: Course): boolean {
  if (one.kind === "loop") return other.kind === "loop" && one.passBelow === other.passBelow;
  if (one.kind === "back") return other.kind === "back" && one.turnAt === other.turnAt;
  return other.kind === "forward";
}
