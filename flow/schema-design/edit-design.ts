import { businessKeyKeyword, type DesignKind, type DesignNode, emptyNode, personalKeyword } from "./design";
import { readDesign } from "./read-design";
import { writeDesign } from "./write-design";

/** Which field: names of fields from the top; `[]` stands for the items of a list. */
export type DesignPath = readonly string[];

/** Stands for the items of a list in a path. A field may have this name too: the kind of its parent tells. */
export const itemStep = "[]";

/** The node at a path. */
export function nodeAt(root: DesignNode, path: DesignPath): DesignNode | undefined {
  let node: DesignNode | undefined = root;
  for (const step of path) {
    if (node?.kind === "list") node = node.item;
    else node = node?.fields.find(({ name }) => name === step)?.node;
  }
  return node;
}

/** The same design with another node at a path; a path that leads nowhere changes nothing. */
export function withNode(
  root: DesignNode,
  path: DesignPath,
  change: (node: DesignNode) => DesignNode,
): DesignNode {
  const [step, ...rest] = path;
  if (step === undefined) return change(root);
  if (root.kind === "list")
    return root.item === undefined ? root : { ...root, item: withNode(root.item, rest, change) };
  return {
    ...root,
    fields: root.fields.map((field) =>
      field.name === step ? { ...field, node: withNode(field.node, rest, change) } : field,
    ),
  };
}

/** What the table lets a person change of a node, and the keyword that says it. */
const keywordOf = {
  description: "description",
  example: "examples",
  allowed: "enum",
  format: "format",
  personal: personalKeyword,
  isBusinessKey: businessKeyKeyword,
  fields: "properties",
  required: "required",
  others: "additionalProperties",
  item: "items",
} as const;
type Shown = Pick<DesignNode, keyof typeof keywordOf>;

/** A node with other values; they take the place of what was set in code for the same keyword. */
export function withShown(node: DesignNode, values: Partial<Shown>): DesignNode {
  if (node.kind === "code") return node;
  const replaced = new Set<string>(
    Object.entries(keywordOf).flatMap(([name, keyword]) => (Object.hasOwn(values, name) ? [keyword] : [])),
  );
  const rest = Object.fromEntries(Object.entries(node.rest).filter(([keyword]) => !replaced.has(keyword)));
  return { ...node, ...values, rest };
}

/**
 * A node that becomes of another type: what only the old type has goes, what is set in code stays, and is shown when
 * the new type knows it.
 */
export function withKind(node: DesignNode, kind: Exclude<DesignKind, "code">): DesignNode {
  if (node.kind === kind) return node;
  const isNumber = (one: DesignKind) => one === "number" || one === "whole-number";
  const isAlike = isNumber(node.kind) && isNumber(kind);
  const changed: DesignNode = {
    ...emptyNode(kind),
    isNullable: kind === "anything" ? false : node.isNullable,
    description: node.description,
    personal: node.personal,
    isBusinessKey: node.isBusinessKey,
    example: isAlike ? node.example : undefined,
    allowed: isAlike ? node.allowed : [],
    rest: node.rest,
    order: node.order.filter((keyword) => !ofContainers.has(keyword)),
  };
  return readDesign(writeDesign(changed));
}

const ofContainers: ReadonlySet<string> = new Set([
  "properties",
  "required",
  "additionalProperties",
  "items",
]);

/** Why a field cannot have this name; undefined: it can. */
export function nameProblem(object: DesignNode, name: string, current?: string): string | undefined {
  if (name === "") return "A field needs a name.";
  if (name !== current && object.fields.some((field) => field.name === name))
    return `There is a field "${name}" already.`;
  return undefined;
}

/** A name that no field has yet: `field`, `field2`. */
export function freeName(object: DesignNode): string {
  let number = 1;
  const nameOf = () => (number === 1 ? "field" : `field${number}`);
  while (object.fields.some(({ name }) => name === nameOf())) number += 1;
  return nameOf();
}

/** The object with one field more. */
export function withField(
  object: DesignNode,
  name: string,
  node: DesignNode = emptyNode("text"),
): DesignNode {
  return withShown(object, { fields: [...object.fields, { name, node }] });
}

/** The object without a field; it is not required any more either. */
export function withoutField(object: DesignNode, name: string): DesignNode {
  return withShown(object, {
    fields: object.fields.filter((field) => field.name !== name),
    required: object.required.filter((one) => one !== name),
  });
}

/** The object with a field under another name, in its place. */
export function withRenamed(object: DesignNode, from: string, to: string): DesignNode {
  if (from === to || nameProblem(object, to, from) !== undefined) return object;
  return withShown(object, {
    fields: object.fields.map((field) => (field.name === from ? { ...field, name: to } : field)),
    // A name may be required before there is a field for it.
    required: [...new Set(object.required.map((name) => (name === from ? to : name)))],
  });
}

/** The object where a field must be there, or may be left out. */
export function withRequired(object: DesignNode, name: string, isRequired: boolean): DesignNode {
  const others = object.required.filter((one) => one !== name);
  return withShown(object, { required: isRequired ? [...others, name] : others });
}

/** The object with a field one place up or down. */
export function withMoved(object: DesignNode, name: string, by: 1 | -1): DesignNode {
  const at = object.fields.findIndex((field) => field.name === name);
  const moved = object.fields[at];
  const to = at + by;
  if (moved === undefined || to < 0 || to >= object.fields.length) return object;
  return withShown(object, { fields: object.fields.toSpliced(at, 1).toSpliced(to, 0, moved) });
}
