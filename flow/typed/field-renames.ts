import { isSame } from "../diff/is-same";
import type { PathSegment } from "../expression/paths";
import type { DesignField, DesignNode } from "../schema-design/design";
import { writeDesign } from "../schema-design/write-design";

/** A field that has another name in a later version; both paths begin with `data`, and items of lists stand under 0. */
export interface FieldRename {
  readonly from: readonly PathSegment[];
  readonly to: readonly PathSegment[];
}

/** Fields that are alike but for their names: gone here and come there. */
function renamedFields(
  before: DesignNode,
  after: DesignNode,
): readonly (readonly [DesignField, DesignField])[] {
  const has = (node: DesignNode, name: string) => node.fields.some((field) => field.name === name);
  const gone = before.fields.filter(({ name }) => !has(after, name));
  const come = after.fields.filter(({ name }) => !has(before, name));
  const isAlike = (one: DesignField, other: DesignField) =>
    isSame(writeDesign(one.node), writeDesign(other.node));
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
  const inside = after.fields.flatMap(({ name, node }) => {
    const was = before.fields.find((field) => field.name === name);
    return was === undefined ? [] : fieldRenames(was.node, node, [...path, name]);
  });
  return [...here, ...inside, ...inItems];
}
