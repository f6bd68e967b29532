import { isSame } from "../diff/is-same";

interface Orders {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** What a list became on two sides. */
export interface MergedOrder {
  readonly order: readonly string[];
  /** Both put what was there into another order, each into its own; `order` follows the wanted side. */
  readonly isConflict: boolean;
}

/**
 * The order of `members`, which are what remains of a list and what came to it. What only one side has stands behind
 * what it stands behind there; where both added at one place, the order is the same whichever side is mine.
 */
export function mergeOrder(
  members: ReadonlySet<string>,
  { base, mine, theirs }: Orders,
  wanted: "mine" | "theirs",
): MergedOrder {
  const inTheirs = new Set(theirs);
  const common = new Set(mine.filter((key) => members.has(key) && inTheirs.has(key)));
  const mineOrder = mine.filter((key) => common.has(key));
  const theirOrder = theirs.filter((key) => common.has(key));
  const { skeleton, isConflict } = chooseSkeleton(mineOrder, theirOrder, base, wanted);
  const behind = new Map<string | undefined, string[][]>();
  for (const list of [mine, theirs]) {
    for (const [place, run] of runsOf(list, common, members)) {
      const runs = behind.get(place);
      if (runs) runs.push(run);
      else behind.set(place, [run]);
    }
  }
  const order: string[] = [];
  const placed = new Set<string>();
  const put = (key: string) => {
    if (!placed.has(key)) order.push(key);
    placed.add(key);
  };
  for (const place of [undefined, ...skeleton]) {
    if (place !== undefined) put(place);
    const runs = behind.get(place) ?? [];
    const sorted = runs.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const key of sorted.flat()) put(key);
  }
  // What fell back to a place that both had left.
  for (const key of members) put(key);
  return { order, isConflict };
}

function chooseSkeleton(
  mine: readonly string[],
  theirs: readonly string[],
  base: readonly string[],
  wanted: "mine" | "theirs",
): { skeleton: readonly string[]; isConflict: boolean } {
  if (isSame(mine, theirs)) return { skeleton: mine, isConflict: false };
  const common = new Set(mine);
  const before = base.filter((key) => common.has(key));
  const known = new Set(before);
  const mineKept = isSame(
    mine.filter((key) => known.has(key)),
    before,
  );
  const theirsKept = isSame(
    theirs.filter((key) => known.has(key)),
    before,
  );
  if (mineKept && theirsKept) {
    // Both added the same things at different places: any of the two will do, but always the same.
    return { skeleton: mine.join("\n") < theirs.join("\n") ? mine : theirs, isConflict: false };
  }
  if (mineKept) return { skeleton: theirs, isConflict: false };
  if (theirsKept) return { skeleton: mine, isConflict: false };
  return { skeleton: wanted === "mine" ? mine : theirs, isConflict: true };
}

/** What stands between the common keys of a list, each run under the key before it. */
function* runsOf(
  list: readonly string[],
  common: ReadonlySet<string>,
  members: ReadonlySet<string>,
): Generator<[string | undefined, string[]]> {
  let place: string | undefined;
  let run: string[] = [];
  for (const key of list) {
    if (common.has(key)) {
      if (run.length > 0) yield [place, run];
      place = key;
      run = [];
    } else if (members.has(key)) run.push(key);
  }
  if (run.length > 0) yield [place, run];
}
