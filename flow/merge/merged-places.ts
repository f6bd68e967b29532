import type { Side } from "./conflict";
import type { Choose, Sides } from "./living-parts";
import { ownerOf } from "./parts";

/**
 * The list in which each living thing stands after a merge, by key. Steps that were moved into each other go to where
 * they are on my side; what has no place left any more is left out.
 */
export function mergedPlaces(
  { base, mine, theirs }: Sides,
  alive: ReadonlySet<string>,
  choose: Choose,
): Map<string, string> {
  const places = new Map<string, string>();
  const isThere = (list: string | undefined): list is string =>
    list !== undefined && (list === "" || alive.has(ownerOf(list)));
  for (const key of alive) {
    const [b, m, t] = [base, mine, theirs].map(({ parts }) => parts.get(key)?.list);
    const known = mine.parts.get(key) ?? theirs.parts.get(key);
    const isMoved = m !== undefined && t !== undefined && m !== t && b !== m && b !== t;
    let wanted = m === undefined || (b === m && t !== undefined) ? t : m;
    if (isMoved && known) {
      const { kind, id } = known;
      const side = choose({ key: `place ${key}`, kind, id, what: "place", mine: m, theirs: t });
      wanted = side === "mine" ? m : t;
    }
    const place = [wanted, m, t].find(isThere);
    if (place !== undefined) places.set(key, place);
  }
  untie(places, { base, mine, theirs }, choose);
  dropHomeless(places);
  return places;
}

/** Two moves may put each of two steps into the other: then all of that circle is as it is on one side. */
function untie(places: Map<string, string>, sides: Sides, choose: Choose): void {
  let side: Side | undefined;
  for (const start of places.keys()) {
    for (let circle = circleFrom(places, start); circle.length > 0; circle = circleFrom(places, start)) {
      for (const key of circle) {
        const [mine, theirs] = [sides.mine.parts.get(key), sides.theirs.parts.get(key)];
        if (!mine || !theirs || mine.list === theirs.list) continue;
        const { kind, id } = mine;
        const conflict = {
          key: `place ${key}`,
          kind,
          id,
          what: "place",
          mine: mine.list,
          theirs: theirs.list,
        } as const;
        const chosen = choose(conflict);
        side ??= chosen;
        places.set(key, side === "mine" ? mine.list : theirs.list);
      }
    }
  }
}

/** The keys that stand in each other, on the way up from one; empty when the way ends at the flow. */
function circleFrom(places: ReadonlyMap<string, string>, start: string): string[] {
  const way: string[] = [];
  let key = start;
  while (places.has(key)) {
    const seen = way.indexOf(key);
    if (seen >= 0) return way.slice(seen);
    way.push(key);
    key = ownerOf(places.get(key) ?? "");
  }
  return [];
}

function dropHomeless(places: Map<string, string>): void {
  let isDone = false;
  while (!isDone) {
    isDone = true;
    for (const [key, list] of places) {
      if (list === "" || places.has(ownerOf(list))) continue;
      places.delete(key);
      isDone = false;
    }
  }
}
