/** One step of a path: a field's name or a position in a list. */
export type PathSegment = string | number;

const bracketPart = /^\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\]/;
const namePart = /^[^.[\]"]+/;
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
// Words that CEL keeps for itself; as the name of a field they must stand in brackets.
const reservedWords = new Set(["in", "true", "false", "null", "__proto__", "prototype"]);

const maxCached = 2000;
const cache = new Map<string, readonly PathSegment[] | undefined>();

/**
 * Reads a field's path: `data.total`, `data.items[0].price`, `data["order no"]`, `steps.look-up.body`.
 * @returns nothing when the text is no path
 */
export function parsePath(path: string): readonly PathSegment[] | undefined {
  if (cache.has(path)) return cache.get(path);
  const segments = readPath(path);
  if (cache.size >= maxCached) cache.clear();
  cache.set(path, segments);
  return segments;
}

function readPath(path: string): readonly PathSegment[] | undefined {
  const segments: PathSegment[] = [];
  let rest = path.trim();
  while (rest !== "") {
    const bracket = bracketPart.exec(rest);
    if (bracket) {
      if (segments.length === 0) return undefined;
      segments.push(bracket[1] === undefined ? unquoted(bracket[2] ?? "") : Number(bracket[1]));
      rest = rest.slice(bracket[0].length);
      continue;
    }
    if (segments.length > 0) {
      if (!rest.startsWith(".")) return undefined;
      rest = rest.slice(1);
    }
    const name = namePart.exec(rest)?.[0].trim();
    if (!name) return undefined;
    segments.push(name);
    rest = rest.slice(namePart.exec(rest)?.[0].length ?? 0);
  }
  return segments.length > 0 ? segments : undefined;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}

/** Writes a path so that CEL reads it: names that are no identifiers go into brackets. */
export function expressionOfPath(segments: readonly PathSegment[]): string {
  return segments
    .map((segment, index) => {
      if (typeof segment === "number") return `[${segment}]`;
      const isPlain = identifier.test(segment) && !reservedWords.has(segment);
      if (index === 0) return segment;
      return isPlain ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join("");
}

/** What is at a path; only own fields count, so `constructor` and the like are missing. */
export function valueAt(root: unknown, segments: readonly PathSegment[]): unknown {
  let value = root;
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(String(segment))) return undefined;
    value = Reflect.get(value, segment);
  }
  return value;
}

function isIndexable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A copy with a value put at a path; objects on the way are made where there are none, lists are
 * changed at existing positions and extended at their end.
 */
export function withValueAt(root: unknown, segments: readonly PathSegment[], value: unknown): unknown {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (Array.isArray(root) && typeof segment === "number" && segment <= root.length) {
    const copy: unknown[] = [...root];
    copy[segment] = withValueAt(root[segment], rest, value);
    return copy;
  }
  // A computed name is always an own field, also `__proto__`.
  const fields = isIndexable(root) ? root : {};
  const inner = Object.hasOwn(fields, segment) ? fields[segment] : undefined;
  return { ...fields, [segment]: withValueAt(inner, rest, value) };
}
