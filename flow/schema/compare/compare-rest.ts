import type { ChangeType } from "../change-type";
import type { Lazy, Rest } from "../schema-node";
import type { Comparison } from "./comparison";
import type { Finds } from "./outcome";

type RestName = {
  [Type in ChangeType]: Type extends `${infer Name}_EXTENDED`
    ? `${Name}_REMOVED` extends ChangeType
      ? Name
      : never
    : never;
}[ChangeType];

/** `additionalProperties` and `additionalItems`: what holds for members that nothing else names. */
export function compareAdditional(
  comparison: Comparison,
  name: RestName & `ADDITIONAL_${string}`,
  path: string,
  before: Rest,
  after: Rest,
  finds: Finds,
): void {
  if (before.isPermitted !== after.isPermitted)
    finds.add(after.isPermitted ? `${name}_ADDED` : `${name}_REMOVED`, path);
  else if (before.schema === undefined && after.schema !== undefined) finds.add(`${name}_NARROWED`, path);
  else if (before.schema !== undefined && after.schema === undefined) finds.add(`${name}_EXTENDED`, path);
  else finds.include(comparison.compareLazy(before.schema, after.schema), path);
}

/** `unevaluatedProperties` and `unevaluatedItems`; absent is as `true`. */
export function compareUnevaluated(
  comparison: Comparison,
  name: RestName & `UNEVALUATED_${string}`,
  path: string,
  before: Lazy | undefined,
  after: Lazy | undefined,
  finds: Finds,
): void {
  const old = before?.();
  const now = after?.();
  const kinds = [old?.kind ?? "empty", now?.kind ?? "empty"] as const;
  if (kinds[0] === kinds[1] && (old === undefined || now === undefined)) return;
  if (kinds[0] !== kinds[1] && kinds.includes("false"))
    finds.add(kinds[0] === "false" ? `${name}_ADDED` : `${name}_REMOVED`, path);
  else if (kinds[0] !== kinds[1] && kinds.includes("empty"))
    finds.add(kinds[0] === "empty" ? `${name}_NARROWED` : `${name}_EXTENDED`, path);
  else finds.include(comparison.compare(old, now), path);
}
