/** A JSON object of a schema, as it was read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Types that the table knows; `code` is everything that it can only leave alone. */
export const designKinds = [
  "text",
  "number",
  "whole-number",
  "yes-no",
  "object",
  "list",
  "anything",
  "code",
] as const;
export type DesignKind = (typeof designKinds)[number];

/** How personal what a field holds is. */
export const personalKinds = ["none", "personal", "sensitive"] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** Annotations that mark fields; validators pass over them. */
export const personalKeyword = "x-personal-data";
export const businessKeyKeyword = "x-business-key";

/** A value that fits on one line of a form. */
export type Scalar = string | number | boolean;

/** A field of an object: its name, and what it may hold. */
export interface DesignField {
  readonly name: string;
  readonly node: DesignNode;
}

/**
 * What the table shows of a schema, with everything that it does not show: `writeDesign` gives back the schema that was
 * read, key by key.
 */
export interface DesignNode {
  readonly kind: DesignKind;
  /** Null is allowed beside the type. */
  readonly isNullable: boolean;
  readonly description: string | undefined;
  readonly example: Scalar | undefined;
  /** Of texts and numbers; empty: any. */
  readonly allowed: readonly Scalar[];
  /** Of texts: `email`, `date-time`. */
  readonly format: string | undefined;
  readonly personal: PersonalKind;
  readonly isBusinessKey: boolean;
  /** Of objects. */
  readonly fields: readonly DesignField[];
  /** Names that must be there, those of fields that the object does not name included. */
  readonly required: readonly string[];
  /** Of objects: may there be other fields? `code`: a rule of its own says which. */
  readonly others: "open" | "closed" | "code";
  /** Of lists; undefined: nothing is said of the items. */
  readonly item: DesignNode | undefined;
  /** Keywords that the table does not show. */
  readonly rest: JsonObject;
  /** Keywords in the order in which they stood. */
  readonly order: readonly string[];
  /** Of `code`: the whole schema. */
  readonly code: unknown;
}

/** A node that says nothing yet. */
export function emptyNode(kind: DesignKind): DesignNode {
  return {
    kind,
    isNullable: false,
    description: undefined,
    example: undefined,
    allowed: [],
    format: undefined,
    personal: "none",
    isBusinessKey: false,
    fields: [],
    required: [],
    // What is made here takes only the fields that it names: then adding one later breaks nobody.
    others: kind === "object" ? "closed" : "open",
    item: kind === "list" ? emptyNode("text") : undefined,
    rest: {},
    order: [],
    code: kind === "code" ? true : undefined,
  };
}

/** A new schema: an object without fields, closed. */
export function emptyDesign(): DesignNode {
  return {
    ...emptyNode("object"),
    rest: { $schema: "https://json-schema.org/draft/2020-12/schema" },
    order: ["$schema"],
  };
}

/** Keywords that only the code view shows, for the mark "set in code". */
export function codeOnly(node: DesignNode): readonly string[] {
  if (node.kind === "code") return [];
  const others = node.others === "code" ? ["additionalProperties"] : [];
  return [...Object.keys(node.rest).filter((name) => name !== "$schema"), ...others];
}
