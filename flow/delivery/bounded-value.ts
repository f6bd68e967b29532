const maxTextChars = 2000;
const maxItems = 30;
const maxFields = 60;
const maxNameChars = 200;
const maxDepth = 8;
/** Values and letters together that one traced value may hold; a letter counts a hundredth. */
const maxWeight = 600;

/** Values that are small and flat enough to be kept as they are; the common case, so it allocates nothing. */
function fits(value: unknown): boolean {
  let weight = maxWeight;

  function isSmall(part: unknown, depth: number): boolean {
    weight -= 1;
    if (typeof part === "string") {
      weight -= part.length / 100;
      return part.length <= maxTextChars && weight > 0;
    }
    if (typeof part !== "object" || part === null) return weight > 0;
    if (depth >= maxDepth || part instanceof Date) return false;
    if (Array.isArray(part)) return part.length <= maxItems && part.every((item) => isSmall(item, depth + 1));
    let fields = 0;
    for (const name in part) {
      fields += 1;
      weight -= name.length / 100;
      if (fields > maxFields || name.length > maxNameChars || !isSmall(Reflect.get(part, name), depth + 1))
        return false;
    }
    return weight > 0;
  }

  return isSmall(value, 0);
}

/**
 * A JSON value small enough for the trace: the value itself when it is, else a copy. What was cut says
 * so: texts and lists end in `… 950 more`, objects get a field `…`.
 */
export function boundedValue(value: unknown): unknown {
  return fits(value) ? value : cutValue(value);
}

function cutValue(value: unknown): unknown {
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
      kept.push([
        name.length > maxNameChars ? `${name.slice(0, maxNameChars)}…` : name,
        cut(item, depth + 1),
      ]);
    }
    if (kept.length < entries.length) kept.push(["…", `${entries.length - kept.length} more`]);
    return Object.fromEntries(kept);
  }

  return cut(value, 0);
}
