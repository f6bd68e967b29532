const maxTextChars = 2000;
const maxItems = 30;
const maxFields = 60;
const maxDepth = 8;
/** Values and letters together that one traced value may hold; a letter counts a hundredth. */
const maxWeight = 600;

/**
 * A copy of a JSON value that is small enough for the trace. What was cut says so: texts and lists end
 * in `… 950 more`, objects get a field `…`.
 */
export function boundedValue(value: unknown): unknown {
  let weight = maxWeight;

  function cut(part: unknown, depth: number): unknown {
    if (typeof part === "string") return cutText(part);
    if (typeof part !== "object" || part === null) return part;
    if (part instanceof Date) return part.toISOString();
    if (depth >= maxDepth || weight <= 0) return "…";
    return Array.isArray(part) ? cutList(part, depth) : cutObject(part, depth);
  }

  function cutText(text: string): string {
    const allowed = Math.min(maxTextChars, Math.max(100, weight * 100));
    weight -= Math.min(text.length, allowed) / 100;
    return text.length <= allowed
      ? text
      : `${text.slice(0, allowed)}… ${text.length - allowed} more characters`;
  }

  function cutList(list: readonly unknown[], depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const item of list) {
      if (kept.length >= maxItems || weight <= 0) break;
      weight -= 1;
      kept.push(cut(item, depth + 1));
    }
    if (kept.length < list.length) kept.push(`… ${list.length - kept.length} more`);
    return kept;
  }

  function cutObject(object: object, depth: number): Record<string, unknown> {
    const entries = Object.entries(object);
    const kept: [string, unknown][] = [];
    for (const [name, item] of entries) {
      if (kept.length >= maxFields || weight <= 0) break;
      weight -= 1 + name.length / 100;
      kept.push([name.length > 200 ? `${name.slice(0, 200)}…` : name, cut(item, depth + 1)]);
    }
    if (kept.length < entries.length) kept.push(["…", `${entries.length - kept.length} more`]);
    return Object.fromEntries(kept);
  }

  return cut(value, 0);
}
