import { isSame } from "../diff/is-same";
import { type MergeConflict, minorFields, type Side } from "./conflict";
import { ownerOf, type Part, type Parts } from "./parts";

/** The three states of a merge, taken apart. */
export interface Sides {
  readonly base: Parts;
  readonly mine: Parts;
  readonly theirs: Parts;
}

/** Decides for a side at a conflict. */
export type Choose = (conflict: Omit<MergeConflict, "isMinor"> & { readonly isMinor?: boolean }) => Side;

/**
 * Which things there are after a merge: a thing that one side removed is gone, unless the other changed it or
 * something inside of it. That is a conflict, of the outermost thing that was removed.
 */
export function livingParts(sides: Sides, choose: Choose): Set<string> {
  const { base, mine, theirs } = sides;
  const alive = new Set<string>();
  for (const key of [...mine.parts.keys(), ...theirs.parts.keys()]) {
    const isInBoth = mine.parts.has(key) && theirs.parts.has(key);
    if (isInBoth || !base.parts.has(key)) alive.add(key);
  }
  for (const remover of ["mine", "theirs"] as const) {
    const keeper = remover === "mine" ? "theirs" : "mine";
    const [kept, left] = [sides[keeper], sides[remover]];
    const isRemoved = (key: string) => base.parts.has(key) && kept.parts.has(key) && !left.parts.has(key);
    for (const [key, part] of kept.parts) {
      if (!isRemoved(key) || isRemoved(ownerOf(part.list))) continue;
      const inside = [...within(kept, key)];
      const isTouched = inside.some((inner) => wasTouched(base, kept, inner));
      if (!isTouched) continue;
      const chosen = choose({
        key: `removed ${key}`,
        kind: part.kind,
        id: part.id,
        what: "removed",
        removedBy: remover,
        mine: undefined,
        theirs: undefined,
      });
      for (const inner of inside) {
        if (chosen === keeper) alive.add(inner);
        else if (!left.parts.has(inner)) alive.delete(inner);
      }
    }
  }
  return alive;
}

/** A thing and all that stands inside of it. */
function* within(parts: Parts, key: string): Generator<string> {
  yield key;
  for (const list of [`${key}/steps`, `${key}/branches`]) {
    for (const inner of parts.lists.get(list) ?? []) yield* within(parts, inner);
  }
}

/** Whether somebody would miss what was done to a thing; a place on the canvas is nothing to miss. */
function wasTouched(base: Parts, now: Parts, key: string): boolean {
  const [before, after] = [base.parts.get(key), now.parts.get(key)];
  if (!before || !after) return true;
  if (before.list !== after.list) return true;
  return !isSame(worthKeeping(before), worthKeeping(after)) || wasReordered(base, now, key);
}

function wasReordered(base: Parts, now: Parts, key: string): boolean {
  return [`${key}/steps`, `${key}/branches`].some((list) => {
    const [before, after] = [base.lists.get(list) ?? [], now.lists.get(list) ?? []];
    const still = (keys: readonly string[], others: readonly string[]) =>
      keys.filter((inner) => others.includes(inner));
    return !isSame(still(before, after), still(after, before));
  });
}

function worthKeeping({ fields }: Part): Record<string, unknown> {
  return Object.fromEntries([...fields].filter(([name]) => !minorFields.has(name)));
}
