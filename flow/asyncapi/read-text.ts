import { isNode, LineCounter, parseDocument } from "yaml";
import { isStorable } from "../document/storable";
import { isNestedDeeper } from "../document/text-depth";
import { pointerParts } from "../schema/json-text";
import type { AsyncApiProblem } from "./problem";

/** Longest document that is read, in characters. */
export const maxAsyncApiLength = 1024 * 1024;
/** Lists and objects around one value: a schema may have 64 of its own. */
const maxDepth = 120;
/** Values in a document, with what stands behind its aliases. */
const maxValues = 50_000;
/** Commas and ends of lines in a text: parsing it takes about a second for so many, and people write far fewer. */
const maxSeparators = 100_000;

/** A document as plain JSON values, with its lines. */
export interface AsyncApiText {
  readonly root: unknown;
  /** Line of the value that a JSON pointer names, or of what is around it. */
  lineOf(pointer: string): number | undefined;
}

/** A text that was read, or why it was not. */
export type ReadText =
  | { readonly text: AsyncApiText; readonly refusal?: undefined }
  | { readonly text?: undefined; readonly refusal: AsyncApiProblem };

/** Reads YAML or JSON within bounds of length, depth and number of values; aliases are expanded within them. */
export function readAsyncApiText(source: string): ReadText {
  if (source.length > maxAsyncApiLength) return refused("This document is too long: 1 MB is the limit.");
  if (separatorsIn(source) > maxSeparators) return refused(tooManyText);
  if (isNestedDeeper(source, maxDepth)) return refused("This document is nested too deeply.");
  const lineCounter = new LineCounter();
  const parsed = parseDocument(source, { lineCounter, prettyErrors: true });
  const [error] = parsed.errors;
  if (error !== undefined) {
    const message = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, ".");
    return refused(message, error.linePos?.[0].line);
  }
  try {
    // The library multiplies aliases with what stands behind them.
    const expanded: unknown = parsed.toJS({ maxAliasCount: 1_000 });
    const excess = excessOf(expanded);
    if (excess !== undefined) return refused(excess);
    const root: unknown = JSON.parse(JSON.stringify(expanded) ?? "null");
    if (!isStorable(root)) return refused("This holds a character that cannot be stored (U+0000).");
    return { text: { root, lineOf } };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return refused("The aliases (`*`) of this document stand for too much. Write it out.");
  }

  function lineOf(pointer: string): number | undefined {
    for (let parts = pointerParts(pointer); ; parts = parts.slice(0, -1)) {
      const node: unknown = parsed.getIn(parts, true);
      if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
      if (parts.length === 0) return undefined;
    }
  }
}

const tooManyText = `This document has more than ${maxValues} values. Divide it into several.`;

function separatorsIn(text: string): number {
  let count = 0;
  for (const character of text) if (character === "," || character === "\n") count += 1;
  return count;
}

function refused(message: string, line?: number): ReadText {
  return { refusal: { pointer: "", line, message } };
}

/** What aliases stand for counts every time, so that expanding them cannot take more than that. */
function excessOf(root: unknown): string | undefined {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  let count = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > maxDepth) return "This document is nested too deeply.";
    for (const value of Object.values(next.value)) {
      count += 1;
      if (count > maxValues) return tooManyText;
      stack.push({ value, depth: next.depth + 1 });
    }
  }
  return undefined;
}
