/** One value inside a payload. */
export interface ValueLine {
  /** As in expressions: `items[0].name`; empty for the whole payload. */
  readonly path: string;
  /** As JSON. */
  readonly text: string;
}

/** A line with what stood there before; `before` is undefined where nothing did, `text` where nothing does now. */
export interface ComparedLine {
  readonly path: string;
  readonly text: string | undefined;
  readonly before: string | undefined;
  readonly isChanged: boolean;
}

/** More lines than that are no table. */
export const MAX_LINES = 2_000;

const plainName = /^[A-Za-z_]\w*$/;

function below(path: string, name: string): string {
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** Every single value of a payload by its path, in the payload's order; at most `MAX_LINES`. */
export function valueLines(value: unknown, path = "", lines: ValueLine[] = []): ValueLine[] {
  if (lines.length >= MAX_LINES) return lines;
  const isList = Array.isArray(value);
  const entries: readonly (readonly [string, unknown])[] = isList
    ? value.map((item, index) => [`${path}[${index}]`, item] as const)
    : typeof value === "object" && value !== null
      ? Object.entries(value).map(([name, item]) => [below(path, name), item] as const)
      : [];
  if (entries.length === 0) lines.push({ path, text: JSON.stringify(value) ?? "" });
  for (const [at, item] of entries) valueLines(item, at, lines);
  return lines;
}

/** The lines of a payload beside those of an earlier one; what is gone stands at the end. */
export function compareLines(after: readonly ValueLine[], before: readonly ValueLine[]): ComparedLine[] {
  const earlier = new Map(before.map(({ path, text }) => [path, text]));
  const now = new Set(after.map(({ path }) => path));
  return [
    ...after.map(({ path, text }) => ({
      path,
      text,
      before: earlier.get(path),
      isChanged: earlier.get(path) !== text,
    })),
    ...before
      .filter(({ path }) => !now.has(path))
      .map(({ path, text }) => ({ path, text: undefined, before: text, isChanged: true })),
  ];
}
