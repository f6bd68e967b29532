/** One thing before and after; never absent on both sides. */
export type Pair<Item> =
  | { readonly id: string; readonly before: Item | undefined; readonly after: Item }
  | { readonly id: string; readonly before: Item; readonly after: undefined };

/** Matches two lists by id: those of today in their order, then those that are gone. */
export function pairsOf<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): Pair<Item>[] {
  const old = new Map(before.map((item) => [idOf(item), item]));
  const now = new Set(after.map(idOf));
  return [
    ...after.map((item): Pair<Item> => {
      const id = idOf(item);
      return { id, before: old.get(id), after: item };
    }),
    ...before
      .filter((item) => !now.has(idOf(item)))
      .map((item): Pair<Item> => ({ id: idOf(item), before: item, after: undefined })),
  ];
}
