interface GridPlace {
  /** The row that has the focus, or -1. */
  readonly current: number;
  readonly count: number;
  /** Rows in sight. */
  readonly page: number;
}

/** Where a key moves the focus in a list of rows; nothing when the key does not move it. */
export function rowAfterKey(key: string, { current, count, page }: GridPlace): number | undefined {
  if (count === 0) return undefined;
  const within = (row: number) => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case "ArrowDown":
      return within(current + 1);
    case "ArrowUp":
      return within(current === -1 ? count - 1 : current - 1);
    case "PageDown":
      return within(current + page);
    case "PageUp":
      return within(current - page);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
