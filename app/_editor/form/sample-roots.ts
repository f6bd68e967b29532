import { parsePath, withValueAt } from "@/flow/expression/paths";
import type { ExpressionRoots } from "@/flow/expression/scope";
import type { KnownField } from "@/flow/graph/fields";

/** What an expression at a place would see on the sample: made of the values beside its fields. */
export function sampleRoots(fields: readonly KnownField[], now: Date): ExpressionRoots {
  let roots: unknown = { data: {}, event: {}, steps: {} };
  for (const field of fields) {
    const path = parsePath(field.path);
    if (path && field.sample !== undefined) roots = withValueAt(roots, path, field.sample);
  }
  const part = (name: string): unknown =>
    typeof roots === "object" && roots !== null ? Reflect.get(roots, name) : undefined;
  return { data: part("data"), event: part("event"), steps: part("steps"), now };
}
