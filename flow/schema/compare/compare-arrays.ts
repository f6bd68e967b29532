import type { ArrayNode, Lazy } from "../schema-node";
import { compareBound } from "./compare-bounds";
import { compareAdditional, compareUnevaluated } from "./compare-rest";
import type { Comparison } from "./comparison";
import type { Finds } from "./outcome";

/** Whether places after the tuple may hold anything. */
function isOpen({ additional, unevaluated }: ArrayNode): boolean {
  return (
    additional.isPermitted &&
    additional.schema === undefined &&
    (unevaluated === undefined || unevaluated().kind === "empty")
  );
}

/** The schema of places after the tuple; undefined when there is none or nothing may stand there. */
function governing({ additional, unevaluated }: ArrayNode): Lazy | undefined {
  if (!additional.isPermitted) return undefined;
  return additional.schema ?? (unevaluated?.().kind === "false" ? undefined : unevaluated);
}

function compareRemoved(
  comparison: Comparison,
  item: Lazy,
  update: ArrayNode,
  path: string,
  finds: Finds,
): void {
  if (isOpen(update)) {
    finds.add("ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL", path);
    return;
  }
  const covering = governing(update);
  if (covering !== undefined) {
    const outcome = comparison.compareLazy(item, covering);
    finds.include(outcome, path);
    finds.add(
      outcome.isCompatible
        ? "ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        : "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
      path,
    );
    return;
  }
  finds.add(
    item().kind === "false"
      ? "ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL"
      : "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL",
    path,
  );
}

function compareAdded(
  comparison: Comparison,
  item: Lazy,
  original: ArrayNode,
  path: string,
  finds: Finds,
): void {
  if (isOpen(original)) {
    const isEmpty = item().kind === "empty";
    finds.add(
      isEmpty ? "ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL" : "ITEM_ADDED_TO_OPEN_CONTENT_MODEL",
      path,
    );
    return;
  }
  const covering = governing(original);
  if (covering === undefined) {
    finds.add("ITEM_ADDED_TO_CLOSED_CONTENT_MODEL", path);
    return;
  }
  const outcome = comparison.compareLazy(covering, item);
  finds.include(outcome, path);
  finds.add(
    outcome.isCompatible
      ? "ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
      : "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
    path,
  );
}

/** Lists: what each place holds, what stands after the last named place, and how many there may be. */
export function compareArrays(
  comparison: Comparison,
  original: ArrayNode,
  update: ArrayNode,
  finds: Finds,
): void {
  finds.include(comparison.compareLazy(original.allItems, update.allItems), "/items");
  const places = Math.max(original.tuple.length, update.tuple.length);
  for (let place = 0; place < places; place += 1) {
    const before = original.tuple[place];
    const after = update.tuple[place];
    const path = `/items/${place}`;
    if (before !== undefined && after !== undefined) {
      finds.include(comparison.compareLazy(before, after), path);
    } else if (before !== undefined) compareRemoved(comparison, before, update, path, finds);
    else if (after !== undefined) compareAdded(comparison, after, original, path, finds);
  }
  compareAdditional(
    comparison,
    "ADDITIONAL_ITEMS",
    "/additionalItems",
    original.additional,
    update.additional,
    finds,
  );
  compareUnevaluated(
    comparison,
    "UNEVALUATED_ITEMS",
    "/unevaluatedItems",
    original.unevaluated,
    update.unevaluated,
    finds,
  );
  compareBound("MAX_ITEMS", "/maxItems", original.maxItems, update.maxItems, finds);
  compareBound("MIN_ITEMS", "/minItems", original.minItems, update.minItems, finds);
  if (original.isUnique !== update.isUnique)
    finds.add(update.isUnique ? "UNIQUE_ITEMS_ADDED" : "UNIQUE_ITEMS_REMOVED", "/uniqueItems");
  compareBound("MAX_CONTAINS", "/maxContains", original.maxContains, update.maxContains, finds);
  compareBound("MIN_CONTAINS", "/minContains", original.minContains, update.minContains, finds);
}
