/** One place in which two JSON values differ. */
export interface JsonChange {
  /** As people write it: `items[2].price`; empty: the whole value. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where two JSON values differ, in the order of their fields. Lists are compared place by place. */
export function diffJson(before: unknown, after: unknown): JsonChange[] {
  const changes: JsonChange[] = [];
  collect("", before, after, changes);
  return changes;
}

function collect(path: string, before: unknown, after: unknown, changes: JsonChange[]): void {
  if (Object.is(before, after)) return;
  if (before === undefined) {
    changes.push({ path, kind: "added", after });
    return;
  }
  if (after === undefined) {
    changes.push({ path, kind: "removed", before });
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      collect(`${path}[${index}]`, before[index], after[index], changes);
    }
    return;
  }
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(fieldPath(path, name), fieldOf(before, name), fieldOf(after, name), changes);
    }
    return;
  }
  changes.push({ path, kind: "changed", before, after });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that is called `__proto__` is one like any other, and one that is not there has no inherited value. */
function fieldOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

function fieldPath(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}
