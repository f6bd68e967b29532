import { isSame } from "../diff/is-same";
import type { PathSegment } from "../expression/paths";
import type { DesignField, DesignNode } from "../schema-design/design";
import { writeDesign } from "../schema-design/write-design";

/** A field that has another name in a later version; both paths begin with `data`, and items of lists stand under 0. */
export interface FieldRename {
  readonly from: readonly PathSegment[];
  readonly to: readonly PathSegment[];
}

/** Where more than that are gone or new in one object, nobody renamed them one by one. */
const maxAtOnce = 50;

/** Fields that are alike but for their names: gone here and come there. */
function renamedFields(
  before: DesignNode,
  after: DesignNode,
): readonly (readonly [DesignField, DesignField])[] {
  const namesOf = (node: DesignNode) => new Set(node.fields.map(({ name }) => name));
  const [old, now] = [namesOf(before), namesOf(after)];
  const gone = before.fields.filter(({ name }) => !now.has(name));
  const come = after.fields.filter(({ name }) => !old.has(name));
  if (gone.length > maxAtOnce || come.length > maxAtOnce) return [];
  const schemas = new Map([...gone, ...come].map((field) => [field, writeDesign(field.node)]));
  const isAlike = (one: DesignField, other: DesignField) => isSame(schemas.get(one), schemas.get(other));
  const place = (node: DesignNode, field: DesignField) => node.fields.indexOf(field);
  return gone.flatMap((field) => {
    const candidates = come.filter((other) => isAlike(field, other));
    // The table keeps the place of a field that is renamed; elsewhere there must be no doubt which one it is.
    const inPlace = candidates.find((other) => place(after, other) === place(before, field));
    const rivals = gone.filter((other) => candidates[0] !== undefined && isAlike(other, candidates[0]));
    const only = candidates.length === 1 && rivals.length === 1 ? candidates[0] : undefined;
    const found = inPlace ?? only;
    return found === undefined ? [] : [[field, found] as const];
  });
}

/** Which fields only got another name from one version to the next. */
export function fieldRenames(
  before: DesignNode,
  after: DesignNode,
  path: readonly PathSegment[] = ["data"],
): FieldRename[] {
  const inItems =
    before.item !== undefined && after.item !== undefined
      ? fieldRenames(before.item, after.item, [...path, 0])
      : [];
  const here = renamedFields(before, after).map(([from, to]) => ({
    from: [...path, from.name],
    to: [...path, to.name],
  }));
  const fields = new Map(before.fields.map((field) => [field.name, field.node]));
  const inside = after.fields.flatMap(({ name, node }) => {
    const was = fields.get(name);
    return was === undefined ? [] : fieldRenames(was, node, [...path, name]);
  });
  return [...here, ...inside, ...inItems];
}
