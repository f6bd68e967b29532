import type { ChangeType } from "../change-type";
import type { NumberNode, StringNode } from "../schema-node";
import type { Finds } from "./outcome";

type Moved = "ADDED" | "REMOVED" | "INCREASED" | "DECREASED";
type BoundName = {
  [Type in ChangeType]: Type extends `${infer Name}_INCREASED` ? Name : never;
}[ChangeType];

/** A bound of numbers: added, removed, raised or lowered. */
export function compareBound(
  name: BoundName,
  path: string,
  before: number | undefined,
  after: number | undefined,
  finds: Finds,
): void {
  if (before === after) return;
  let moved: Moved;
  if (before === undefined) moved = "ADDED";
  else if (after === undefined) moved = "REMOVED";
  else moved = before < after ? "INCREASED" : "DECREASED";
  finds.add(`${name}_${moved}`, path);
}

/** Lengths and pattern of texts. */
export function compareStrings(original: StringNode, update: StringNode, finds: Finds): void {
  compareBound("MAX_LENGTH", "/maxLength", original.maxLength, update.maxLength, finds);
  compareBound("MIN_LENGTH", "/minLength", original.minLength, update.minLength, finds);
  if (original.pattern === update.pattern) return;
  if (original.pattern === undefined) finds.add("PATTERN_ADDED", "/pattern");
  else finds.add(update.pattern === undefined ? "PATTERN_REMOVED" : "PATTERN_CHANGED", "/pattern");
}

function multipleOfChange(before: number | undefined, after: number | undefined): ChangeType | undefined {
  if (before === after) return undefined;
  if (before === undefined) return "MULTIPLE_OF_ADDED";
  if (after === undefined) return "MULTIPLE_OF_REMOVED";
  if (after % before === 0) return "MULTIPLE_OF_EXPANDED";
  return before % after === 0 ? "MULTIPLE_OF_REDUCED" : "MULTIPLE_OF_CHANGED";
}

/** Bounds of numbers, and whether they must be whole. */
export function compareNumbers(original: NumberNode, update: NumberNode, finds: Finds): void {
  compareBound("MAXIMUM", "/maximum", original.maximum, update.maximum, finds);
  compareBound("MINIMUM", "/minimum", original.minimum, update.minimum, finds);
  compareBound(
    "EXCLUSIVE_MAXIMUM",
    "/exclusiveMaximum",
    original.exclusiveMaximum,
    update.exclusiveMaximum,
    finds,
  );
  compareBound(
    "EXCLUSIVE_MINIMUM",
    "/exclusiveMinimum",
    original.exclusiveMinimum,
    update.exclusiveMinimum,
    finds,
  );
  const multipleOf = multipleOfChange(original.multipleOf, update.multipleOf);
  if (multipleOf !== undefined) finds.add(multipleOf, "/multipleOf");
  if (original.isInteger !== update.isInteger)
    finds.add(original.isInteger ? "TYPE_EXTENDED" : "TYPE_NARROWED");
}
