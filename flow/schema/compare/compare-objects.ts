import { pointerPart } from "../json-text";
import type { Lazy, ObjectNode } from "../schema-node";
import { compareBound } from "./compare-bounds";
import { compareAdditional, compareUnevaluated } from "./compare-rest";
import type { Comparison } from "./comparison";
import { governing, isOpen } from "./content-model";
import type { Finds } from "./outcome";

function namesOf(...maps: readonly ReadonlyMap<string, unknown>[]): Set<string> {
  return new Set(maps.flatMap((map) => [...map.keys()]));
}

function compareRequired(original: ObjectNode, update: ObjectNode, finds: Finds): void {
  for (const name of original.properties.keys()) {
    const property = update.properties.get(name);
    const was = original.required.has(name);
    if (property === undefined || was === update.required.has(name)) continue;
    const path = `/required/${pointerPart(name)}`;
    if (was) finds.add("REQUIRED_ATTRIBUTE_REMOVED", path);
    else if (property().annotations.hasDefault) finds.add("REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED", path);
    else finds.add("REQUIRED_ATTRIBUTE_ADDED", path);
  }
}

type Added = `${"OPTIONAL_PROPERTY" | "REQUIRED_PROPERTY" | "REQUIRED_PROPERTY_WITH_DEFAULT"}_ADDED_TO`;

function addedAs(update: ObjectNode, name: string, property: Lazy): Added {
  if (!update.required.has(name)) return "OPTIONAL_PROPERTY_ADDED_TO";
  return property().annotations.hasDefault
    ? "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO"
    : "REQUIRED_PROPERTY_ADDED_TO";
}

function compareAdded(
  comparison: Comparison,
  [original, update]: readonly [ObjectNode, ObjectNode],
  name: string,
  property: Lazy,
  finds: Finds,
): void {
  const path = `/properties/${pointerPart(name)}`;
  if (isOpen(original)) {
    if (property().kind === "empty") {
      finds.add("PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL", path);
      return;
    }
    finds.add(`${addedAs(update, name, property)}_OPEN_CONTENT_MODEL`, path);
    return;
  }
  const covering = governing(original, name);
  if (covering !== undefined) {
    const outcome = comparison.compareLazy(covering, property);
    finds.include(outcome, path);
    finds.add(
      outcome.isCompatible
        ? "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        : "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
      path,
    );
  }
  finds.add(`${addedAs(update, name, property)}_UNOPEN_CONTENT_MODEL`, path);
}

function compareRemoved(
  comparison: Comparison,
  update: ObjectNode,
  name: string,
  property: Lazy,
  finds: Finds,
): void {
  const path = `/properties/${pointerPart(name)}`;
  if (isOpen(update)) {
    finds.add("PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL", path);
    return;
  }
  const covering = governing(update, name);
  if (covering !== undefined) {
    const outcome = comparison.compareLazy(property, covering);
    finds.include(outcome, path);
    finds.add(
      outcome.isCompatible
        ? "PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        : "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
      path,
    );
    return;
  }
  finds.add(
    property().kind === "false"
      ? "PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL"
      : "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
    path,
  );
}

function compareNeeded(comparison: Comparison, original: ObjectNode, update: ObjectNode, finds: Finds): void {
  for (const name of namesOf(original.neededNames, update.neededNames)) {
    const path = `/dependencies/${pointerPart(name)}`;
    const before = original.neededNames.get(name);
    const after = update.neededNames.get(name);
    if (after === undefined) finds.add("DEPENDENCY_ARRAY_REMOVED", path);
    else if (before === undefined) finds.add("DEPENDENCY_ARRAY_ADDED", path);
    else {
      const isKept = before.every((needed) => after.includes(needed));
      const isKnown = after.every((needed) => before.includes(needed));
      if (isKept && isKnown) continue;
      if (isKept) finds.add("DEPENDENCY_ARRAY_EXTENDED", path);
      else finds.add(isKnown ? "DEPENDENCY_ARRAY_NARROWED" : "DEPENDENCY_ARRAY_CHANGED", path);
    }
  }
  for (const name of namesOf(original.neededSchemas, update.neededSchemas)) {
    const path = `/dependencies/${pointerPart(name)}`;
    const before = original.neededSchemas.get(name);
    const after = update.neededSchemas.get(name);
    if (after === undefined) finds.add("DEPENDENCY_SCHEMA_REMOVED", path);
    else if (before === undefined) finds.add("DEPENDENCY_SCHEMA_ADDED", path);
    else finds.include(comparison.compareLazy(before, after), path);
  }
}

/** Objects: which properties there are, which must be there, and what else may be. */
export function compareObjects(
  comparison: Comparison,
  original: ObjectNode,
  update: ObjectNode,
  finds: Finds,
): void {
  compareRequired(original, update, finds);
  for (const name of namesOf(original.properties, update.properties)) {
    const before = original.properties.get(name);
    const after = update.properties.get(name);
    if (before !== undefined && after !== undefined)
      finds.include(comparison.compareLazy(before, after), `/properties/${pointerPart(name)}`);
    else if (after !== undefined) compareAdded(comparison, [original, update], name, after, finds);
    else if (before !== undefined) compareRemoved(comparison, update, name, before, finds);
  }
  compareNeeded(comparison, original, update, finds);
  compareAdditional(
    comparison,
    "ADDITIONAL_PROPERTIES",
    "/additionalProperties",
    original.additional,
    update.additional,
    finds,
  );
  compareUnevaluated(
    comparison,
    "UNEVALUATED_PROPERTIES",
    "/unevaluatedProperties",
    original.unevaluated,
    update.unevaluated,
    finds,
  );
  compareBound("MAX_PROPERTIES", "/maxProperties", original.maxProperties, update.maxProperties, finds);
  compareBound("MIN_PROPERTIES", "/minProperties", original.minProperties, update.minProperties, finds);
}
