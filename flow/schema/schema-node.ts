/** What a schema says of itself without constraining anything. */
export interface Annotations {
  readonly id?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly hasDefault: boolean;
  readonly default?: unknown;
}

/** A subschema that is looked up when it is needed: it may contain itself. */
export type Lazy = () => SchemaNode;

/** How branches are combined. */
export type Criterion = "allOf" | "anyOf" | "oneOf";

interface Base {
  readonly annotations: Annotations;
}

export interface StringNode extends Base {
  readonly kind: "string";
  readonly maxLength?: number | undefined;
  readonly minLength?: number | undefined;
  readonly pattern?: string | undefined;
}

export interface NumberNode extends Base {
  readonly kind: "number";
  readonly isInteger: boolean;
  readonly maximum?: number | undefined;
  readonly minimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly multipleOf?: number | undefined;
}

/** What holds for members that no other keyword names. */
export interface Rest {
  readonly isPermitted: boolean;
  /** Absent when they may be anything, or nothing. */
  readonly schema?: Lazy | undefined;
}

export interface ArrayNode extends Base {
  readonly kind: "array";
  readonly allItems?: Lazy | undefined;
  readonly tuple: readonly Lazy[];
  readonly additional: Rest;
  readonly unevaluated?: Lazy | undefined;
  readonly maxItems?: number | undefined;
  readonly minItems?: number | undefined;
  readonly isUnique: boolean;
  readonly maxContains?: number | undefined;
  readonly minContains?: number | undefined;
}

export interface ObjectNode extends Base {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Lazy>;
  readonly required: ReadonlySet<string>;
  readonly patternProperties: readonly (readonly [pattern: string, schema: Lazy])[];
  readonly additional: Rest;
  readonly unevaluated?: Lazy | undefined;
  readonly maxProperties?: number | undefined;
  readonly minProperties?: number | undefined;
  readonly neededNames: ReadonlyMap<string, readonly string[]>;
  readonly neededSchemas: ReadonlyMap<string, Lazy>;
}

export interface CombinedNode extends Base {
  readonly kind: "combined";
  readonly criterion: Criterion;
  readonly branches: readonly Lazy[];
  /** JSON of each branch, to find equal ones. */
  readonly branchTexts: readonly string[];
  /** Made of the keywords of one schema, and not written as a list. */
  readonly isSynthetic: boolean;
}

/** One schema, with everything that may be written in several ways brought into one form. */
export type SchemaNode =
  | (Base & { readonly kind: "empty" | "false" | "boolean" | "null" | "conditional" })
  | StringNode
  | NumberNode
  | ArrayNode
  | ObjectNode
  | CombinedNode
  | (Base & { readonly kind: "enum"; readonly values: ReadonlySet<string> })
  | (Base & { readonly kind: "const"; readonly value: string })
  | (Base & { readonly kind: "not"; readonly forbidden: Lazy; readonly text: string });
