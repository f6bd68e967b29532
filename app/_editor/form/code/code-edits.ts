/** A text that replaces what stands between two places of the code, and where the selection is afterwards. */
export interface CodeEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly selection: readonly [number, number];
}

const indent = "  ";

function lineStart(code: string, at: number): number {
  return code.lastIndexOf("\n", at - 1) + 1;
}

/** Tab: two blanks at the caret, or before every line that is selected. */
export function indented(code: string, from: number, to: number): CodeEdit {
  if (!code.slice(from, to).includes("\n")) {
    return { from, to, text: indent, selection: [from + indent.length, from + indent.length] };
  }
  return withLines(code, from, to, (line) => (line === "" ? line : indent + line));
}

/** Shift+Tab: up to two blanks less before every line that is touched. */
export function outdented(code: string, from: number, to: number): CodeEdit {
  return withLines(code, from, to, (line) => line.replace(/^ {1,2}/, ""));
}

function withLines(code: string, from: number, to: number, change: (line: string) => string): CodeEdit {
  const start = lineStart(code, from);
  const lines = code.slice(start, to).split("\n");
  const changed = lines.map(change);
  const text = changed.join("\n");
  const firstBy = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const end = start + text.length;
  return { from: start, to, text, selection: [Math.max(start, from + firstBy), Math.max(start, end)] };
}

/** Enter: a new line as far to the right as this one, and further behind an opening bracket. */
export function brokenLine(code: string, from: number, to: number): CodeEdit {
  const before = code.slice(lineStart(code, from), from);
  const depth = /^ */.exec(before)?.[0] ?? "";
  const opens = /[{([]\s*$/.test(before);
  const closes = /^[ \t]*[})\]]/.test(code.slice(to));
  const inner = `\n${depth}${opens ? indent : ""}`;
  const at = from + inner.length;
  return { from, to, text: opens && closes ? `${inner}\n${depth}` : inner, selection: [at, at] };
}

/** A closing bracket on a line of its own goes back to where its block began. */
export function closed(code: string, from: number, to: number, bracket: string): CodeEdit | undefined {
  const start = lineStart(code, from);
  const before = code.slice(start, from);
  if (!/^ {2,}$/.test(before)) return undefined;
  const text = `${before.slice(indent.length)}${bracket}`;
  return { from: start, to, text, selection: [start + text.length, start + text.length] };
}
