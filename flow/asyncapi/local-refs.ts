import { isJsonObject, pointerParts } from "../schema/json-text";
import type { Report } from "./problem";

/** References that lead from one to the next. */
const maxHops = 32;
/** References that are followed in one document. */
const maxFollowed = 20_000;

/** A value with the place where it stands. */
export interface Placed {
  readonly value: unknown;
  readonly pointer: string;
}

/** Follows the references of a document inside of it; nothing is ever fetched. */
export interface LocalRefs {
  readonly root: unknown;
  /** The value itself, or what its `$ref` leads to; undefined, and reported, when that is not in the document. */
  resolve(value: unknown, pointer: string): Placed | undefined;
  /** What stands at a pointer, if anything does. */
  at(pointer: string): unknown;
}

/** The sentence for a reference to another document. */
export function elsewhereText(reference: string): string {
  return `\`${reference.slice(0, 200)}\` is another document, and nothing is fetched. Put what it names into this one.`;
}

/** The sentence for a reference to what is not there. */
export function nowhereText(reference: string): string {
  return `\`${reference.slice(0, 200)}\` leads nowhere.`;
}

/** The JSON pointer in a reference such as `#/components/messages/a%20b`; undefined when it is no such reference. */
export function pointerIn(reference: string): string | undefined {
  if (reference !== "#" && !reference.startsWith("#/")) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return reference.slice(1);
  }
}

/** Every place of a list has one name: `0x1` and `01` are none. */
const arrayIndex = /^(?:0|[1-9]\d*)$/;

/** What stands at a pointer below a value; undefined when nothing does. */
export function valueAt(root: unknown, pointer: string): unknown {
  let at = root;
  for (const part of pointerParts(pointer)) {
    if (Array.isArray(at)) at = arrayIndex.test(part) ? at[Number(part)] : undefined;
    else if (isJsonObject(at) && Object.hasOwn(at, part)) at = at[part];
    else return undefined;
  }
  return at;
}

/** Makes the references of a document followable. */
export function localRefs(root: unknown, report: Report): LocalRefs {
  let followed = 0;
  return {
    root,
    at: (pointer) => valueAt(root, pointer),
    resolve(value, pointer) {
      let placed: Placed = { value, pointer };
      for (let hop = 0; isJsonObject(placed.value) && typeof placed.value.$ref === "string"; hop += 1) {
        const reference = placed.value.$ref;
        followed += 1;
        if (followed > maxFollowed || hop >= maxHops) {
          if (followed <= maxFollowed + 1)
            report(pointer, "There are too many references on the way from here.");
          return undefined;
        }
        const target = pointerIn(reference);
        const found = target === undefined ? undefined : valueAt(root, target);
        if (target === undefined || found === undefined) {
          report(placed.pointer, target === undefined ? elsewhereText(reference) : nowhereText(reference));
          return undefined;
        }
        placed = { value: found, pointer: target };
      }
      return placed;
    },
  };
}
