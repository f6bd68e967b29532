/** How the value of a field is written into a text. */
export const chipFormats = [
  "upper",
  "lower",
  "number-0",
  "number-2",
  "date",
  "date-time",
  "date-short",
] as const;
export type ChipFormat = (typeof chipFormats)[number];

/** A field in a text: which one, how it is written, and what stands there when it is empty. */
export interface FieldChip {
  readonly path: string;
  readonly format?: ChipFormat | undefined;
  readonly ifEmpty?: string | undefined;
}

/** A path with nothing computed in it. */
const pathShape = /^(?:data|steps|event)(?:\.[A-Za-z_]\w*|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+$/;

/** What stands around the path, in the language of expressions. */
const around: Readonly<Record<ChipFormat, readonly [string, string]>> = {
  upper: ["upper(string(", "))"],
  lower: ["lower(string(", "))"],
  "number-0": ["numberText(", ", 0)"],
  "number-2": ["numberText(", ", 2)"],
  date: ["dateText(", ', "D MMM YYYY")'],
  "date-time": ["dateText(", ', "D MMM YYYY HH:mm")'],
  "date-short": ["dateText(", ', "DD.MM.YYYY")'],
};

/** The expression of a chip; `readChip` reads it back. */
export function writeChip({ path, format, ifEmpty }: FieldChip): string {
  const [before, after] = format === undefined ? ["", ""] : around[format];
  const value = `${before}${path}${after}`;
  return ifEmpty === undefined || ifEmpty === "" ? value : `orElse(${value}, ${JSON.stringify(ifEmpty)})`;
}

/** What an expression says about one field; undefined for anything that a chip cannot say. */
export function readChip(expression: string): FieldChip | undefined {
  const fallback = /^orElse\((.*), ("(?:[^"\\]|\\.)*")\)$/s.exec(expression);
  const ifEmpty = fallback ? textOf(fallback[2] ?? "") : undefined;
  if (fallback && ifEmpty === undefined) return undefined;
  const value = fallback?.[1] ?? expression;
  const format = chipFormats.find((name) => {
    const [before, after] = around[name];
    return value.startsWith(before) && value.endsWith(after);
  });
  const [before, after] = format === undefined ? ["", ""] : around[format];
  const path = value.slice(before.length, value.length - after.length);
  if (!pathShape.test(path)) return undefined;
  return { path, ...(format && { format }), ...(ifEmpty !== undefined && { ifEmpty }) };
}

function textOf(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === "string" ? text : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
