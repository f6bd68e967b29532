/** Things that wait in lines of their own; the lines take turns, so that a long one does not hold up the others. */
export class FairQueue<Item> {
  /** The line whose turn it is comes first. */
  readonly #lines = new Map<string, Item[]>();

  get isEmpty(): boolean {
    return this.#lines.size === 0;
  }

  add(line: string, item: Item): void {
    const known = this.#lines.get(line);
    if (known) known.push(item);
    else this.#lines.set(line, [item]);
  }

  /** Takes an item out wherever it stands; it has given up. */
  remove(line: string, item: Item): void {
    const items = this.#lines.get(line)?.filter((other) => other !== item);
    if (items === undefined) return;
    if (items.length === 0) this.#lines.delete(line);
    else this.#lines.set(line, items);
  }

  next(): Item | undefined {
    const first = this.#lines.entries().next();
    if (first.done) return undefined;
    const [line, items] = first.value;
    const item = items.shift();
    // At the end of the map: all others come before it again.
    this.#lines.delete(line);
    if (items.length > 0) this.#lines.set(line, items);
    return item;
  }
}
