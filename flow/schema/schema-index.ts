import { isJsonObject, pointerParts } from "./json-text";
import type { JsonSchemaDocument } from "./read-json-schema";
import { SchemaProblem } from "./schema-problem";

/** Finds what `$ref` points to inside the given documents; nothing is ever fetched. */
export interface SchemaIndex {
  /** @throws SchemaProblem for a reference that leads nowhere */
  resolve(reference: string, from: object): unknown;
}

const hasScheme = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(uri);

function absolute(base: string, reference: string): string {
  if (hasScheme(reference) || base === "") return reference;
  const [path = ""] = base.split("#", 1);
  if (reference.startsWith("#") || reference === "") return `${path}${reference}`;
  const origin = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?/i.exec(path)?.[0] ?? "";
  if (reference.startsWith("/")) return `${origin}${reference}`;
  return `${path.slice(0, Math.max(path.lastIndexOf("/") + 1, origin.length))}${reference}`;
}

function withoutEmptyFragment(uri: string): string {
  return uri.endsWith("#") ? uri.slice(0, -1) : uri;
}

function follow(root: unknown, fragment: string): unknown {
  let at: unknown = root;
  for (const part of pointerParts(fragment)) {
    const name = part.includes("%") ? decodeURIComponent(part) : part;
    if (Array.isArray(at)) at = at[Number(name)];
    else if (isJsonObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}

/** Indexes every `$id` and anchor of a schema and of the documents it refers to by name. */
export function indexSchema(document: JsonSchemaDocument): SchemaIndex {
  const bases = new Map<object, string>();
  const named = new Map<string, unknown>();

  const visit = (root: unknown, rootBase: string): void => {
    const stack: (readonly [value: unknown, base: string])[] = [[root, rootBase]];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const [value, outer] = next;
      if (typeof value !== "object" || value === null || bases.has(value)) continue;
      let base = outer;
      if (isJsonObject(value)) {
        const id = typeof value.$id === "string" ? value.$id : value.id;
        if (typeof id === "string") {
          const full = absolute(outer, id);
          named.set(withoutEmptyFragment(full), value);
          if (!id.startsWith("#")) base = withoutEmptyFragment(full);
        }
        for (const anchor of [value.$anchor, value.$dynamicAnchor]) {
          if (typeof anchor === "string") named.set(`${base}#${anchor}`, value);
        }
      }
      bases.set(value, base);
      for (const inner of Object.values(value)) stack.push([inner, base]);
    }
  };

  named.set("", document.root);
  visit(document.root, "");
  for (const [name, root] of document.references) {
    named.set(withoutEmptyFragment(name), root);
    visit(root, withoutEmptyFragment(name));
  }

  const lookUp = (uri: string): unknown => {
    const whole = named.get(withoutEmptyFragment(uri));
    if (whole !== undefined) return whole;
    const [path = "", fragment] = uri.split("#", 2);
    const root = named.get(path);
    return root === undefined || fragment === undefined || !fragment.startsWith("/")
      ? undefined
      : follow(root, fragment);
  };

  return {
    resolve(reference, from) {
      const found = lookUp(absolute(bases.get(from) ?? "", reference)) ?? lookUp(reference);
      if (found === undefined)
        throw new SchemaProblem(
          `The reference "${reference.slice(0, 200)}" leads nowhere. Put what it names into the schema, or register it and name it as a reference; nothing is fetched.`,
        );
      return found;
    },
  };
}
