import type { ChangeType } from "./change-type";
import { pointerParts } from "./json-text";
import type { Direction, RemedyKind } from "./verdict";

interface Words {
  /** What was changed; `{where}` is filled in. */
  readonly what: string;
  readonly remedies?: readonly RemedyKind[];
}

const bounds: Readonly<Record<string, string>> = {
  MAX_LENGTH: "greatest length",
  MIN_LENGTH: "least length",
  MAXIMUM: "greatest value",
  MINIMUM: "least value",
  EXCLUSIVE_MAXIMUM: "upper limit",
  EXCLUSIVE_MINIMUM: "lower limit",
  MULTIPLE_OF: "step",
  MAX_ITEMS: "greatest number of items",
  MIN_ITEMS: "least number of items",
  MAX_CONTAINS: "greatest number of matching items",
  MIN_CONTAINS: "least number of matching items",
  MAX_PROPERTIES: "greatest number of fields",
  MIN_PROPERTIES: "least number of fields",
  PATTERN: "pattern",
};
const moves: Readonly<Record<string, string>> = {
  ADDED: "has a {bound} now",
  REMOVED: "has no {bound} any more",
  INCREASED: "has a higher {bound} now",
  DECREASED: "has a lower {bound} now",
  REDUCED: "has a smaller {bound} now",
  EXPANDED: "has a larger {bound} now",
  CHANGED: "has another {bound} now",
};

const removed: readonly RemedyKind[] = ["keep-property", "open-schema", "be-lenient", "new-subject"];
const added: readonly RemedyKind[] = ["close-schema", "be-lenient", "new-subject"];
const demanded: readonly RemedyKind[] = ["make-optional", "add-default", "new-subject"];

const sentences: Readonly<Partial<Record<ChangeType, Words>>> = {
  ID_CHANGED: { what: "The id of {where} is another." },
  TITLE_CHANGED: { what: "The title of {where} is another." },
  DESCRIPTION_CHANGED: { what: "The description of {where} is another." },
  DEFAULT_CHANGED: { what: "The default of {where} is another." },
  SCHEMA_ADDED: {
    what: "{where} has a rule now where it had none.",
    remedies: ["widen-back", "new-subject"],
  },
  SCHEMA_REMOVED: { what: "{where} has no rule any more." },
  TYPE_EXTENDED: { what: "{where} may have decimals now." },
  TYPE_NARROWED: { what: "{where} must be a whole number now.", remedies: ["widen-back", "new-subject"] },
  TYPE_CHANGED: { what: "{where} has another type now.", remedies: ["widen-back", "new-subject"] },
  REQUIRED_ATTRIBUTE_ADDED: { what: "{where} must be there now.", remedies: demanded },
  REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED: { what: "{where} must be there now, and has a default." },
  REQUIRED_ATTRIBUTE_REMOVED: { what: "{where} may be left out now." },
  DEPENDENCY_ARRAY_ADDED: { what: "With {where}, other fields must be there now.", remedies: ["widen-back"] },
  DEPENDENCY_ARRAY_EXTENDED: {
    what: "With {where}, more fields must be there now.",
    remedies: ["widen-back"],
  },
  DEPENDENCY_ARRAY_CHANGED: {
    what: "With {where}, other fields must be there now.",
    remedies: ["widen-back"],
  },
  DEPENDENCY_ARRAY_NARROWED: { what: "With {where}, fewer fields must be there." },
  DEPENDENCY_ARRAY_REMOVED: { what: "{where} needs no other fields any more." },
  DEPENDENCY_SCHEMA_ADDED: { what: "{where} sets a rule for the object now.", remedies: ["widen-back"] },
  DEPENDENCY_SCHEMA_REMOVED: { what: "{where} sets no rule for the object any more." },
  ADDITIONAL_PROPERTIES_ADDED: { what: "Other fields than the named ones are allowed now." },
  ADDITIONAL_PROPERTIES_REMOVED: {
    what: "Other fields than the named ones are not allowed any more.",
    remedies: ["open-schema", "be-lenient", "new-subject"],
  },
  ADDITIONAL_PROPERTIES_NARROWED: {
    what: "Other fields than the named ones have a rule now.",
    remedies: ["open-schema", "be-lenient", "new-subject"],
  },
  ADDITIONAL_PROPERTIES_EXTENDED: { what: "Other fields than the named ones may hold anything now." },
  PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL: {
    what: "{where} is named now, and may hold anything.",
  },
  OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: {
    what: "{where} is new, and may be left out.",
    remedies: added,
  },
  REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL: {
    what: "{where} is new and must be there.",
    remedies: demanded,
  },
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL: {
    what: "{where} is new, must be there, and has a default.",
    remedies: added,
  },
  REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: {
    what: "{where} is new and must be there.",
    remedies: demanded,
  },
  REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL: {
    what: "{where} is new, must be there, and has a default.",
  },
  OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL: { what: "{where} is new, and may be left out." },
  PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL: {
    what: "{where} is not named any more; it is still let through.",
  },
  PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL: { what: "{where} is not allowed any more.", remedies: removed },
  PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL: {
    what: "{where} was forbidden and is not named any more.",
  },
  PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: {
    what: "{where} is named now; what the rule for other fields let through still fits.",
  },
  PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: {
    what: "{where} is named now; what the rule for other fields let through may not fit.",
    remedies: ["be-lenient", "new-subject"],
  },
  PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: {
    what: "{where} is not named any more; the rule for other fields lets it through.",
  },
  PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL: {
    what: "{where} is not named any more, and the rule for other fields is narrower.",
    remedies: removed,
  },
  UNIQUE_ITEMS_ADDED: { what: "The items of {where} must all differ now.", remedies: ["widen-back"] },
  UNIQUE_ITEMS_REMOVED: { what: "The items of {where} may be equal now." },
  ENUM_ARRAY_EXTENDED: { what: "{where} may have more values now." },
  ENUM_ARRAY_NARROWED: {
    what: "{where} may not have some of its values any more.",
    remedies: ["keep-values", "new-subject"],
  },
  ENUM_ARRAY_CHANGED: {
    what: "{where} may have other values now, and not all of the old ones.",
    remedies: ["keep-values", "new-subject"],
  },
  COMBINED_TYPE_EXTENDED: { what: "{where} is put together more loosely." },
  COMBINED_TYPE_CHANGED: {
    what: "{where} is put together more strictly.",
    remedies: ["widen-back", "new-subject"],
  },
  COMBINED_TYPE_SUBSCHEMAS_CHANGED: {
    what: "Not every kind of {where} has a successor.",
    remedies: ["widen-back", "new-subject"],
  },
  PRODUCT_TYPE_EXTENDED: {
    what: "{where} must fit more rules now.",
    remedies: ["widen-back", "new-subject"],
  },
  PRODUCT_TYPE_NARROWED: { what: "{where} must fit fewer rules." },
  SUM_TYPE_EXTENDED: { what: "{where} may be of more kinds now." },
  SUM_TYPE_NARROWED: { what: "{where} may be of fewer kinds.", remedies: ["widen-back", "new-subject"] },
  NOT_TYPE_EXTENDED: { what: "More is forbidden for {where}.", remedies: ["widen-back", "new-subject"] },
  NOT_TYPE_NARROWED: { what: "Less is forbidden for {where}." },
};

function fromPatterns(type: ChangeType): Words | undefined {
  const [, name = "", move = ""] =
    /^(.*)_(ADDED|REMOVED|INCREASED|DECREASED|REDUCED|EXPANDED|CHANGED)$/.exec(type) ?? [];
  const bound = bounds[name];
  if (bound !== undefined)
    return {
      what: `{where} ${(moves[move] ?? "").replace("{bound}", bound)}.`,
      remedies: ["widen-back", "new-subject"],
    };
  if (type.startsWith("UNEVALUATED_") || type.startsWith("ADDITIONAL_ITEMS")) {
    const whom = type.includes("ITEMS") ? "Items after the named ones" : "Fields that no rule names";
    const how = {
      ADDED: "are allowed now",
      REMOVED: "are not allowed any more",
      NARROWED: "have a rule now",
      EXTENDED: "may hold anything now",
    };
    const key = type.slice(type.lastIndexOf("_") + 1);
    return {
      what: `${whom} ${key in how ? how[key as keyof typeof how] : "are another matter now"}.`,
      remedies: ["widen-back", "new-subject"],
    };
  }
  if (type.startsWith("ITEM_")) {
    const verb = type.includes("REMOVED") ? "is not named any more" : "has a rule of its own now";
    return { what: `{where} ${verb}.`, remedies: ["widen-back", "new-subject"] };
  }
  return undefined;
}

const structural: ReadonlySet<string> = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "required",
  "properties",
  "items",
  "additionalProperties",
  "additionalItems",
  "unevaluatedProperties",
  "unevaluatedItems",
  "dependencies",
]);

/** The field that a pointer into a schema is about: `#/properties/customer/properties/email` is `customer.email`. */
export function whereOf(pointer: string): string {
  const parts = pointerParts(pointer);
  const names: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    const next = parts[index + 1];
    if (["properties", "required", "dependencies"].includes(part) && next !== undefined) {
      names.push(next);
      index += 1;
    } else if (part === "items") {
      const isPlace = next !== undefined && /^\d+$/.test(next);
      names.push(isPlace ? `[${next}]` : "[]");
      if (isPlace) index += 1;
    } else if (["allOf", "anyOf", "oneOf"].includes(part)) index += 1;
    else if (!structural.has(part)) break;
  }
  if (names.length === 0) return "The whole event";
  const path = names.join(".").replaceAll(".[", "[");
  return path.endsWith("[]") ? `Each item of \`${path.slice(0, -2) || "the list"}\`` : `\`${path}\``;
}

/** What a change means, in sentences: what was changed, why that matters for this direction, and what helps. */
export function explainChange(
  {
    type,
    pointer,
    isCompatible,
    detail,
  }: {
    readonly type: ChangeType;
    readonly pointer: string;
    readonly isCompatible: boolean;
    readonly detail?: string;
  },
  direction: Direction,
): {
  readonly what: string;
  readonly why: string;
  readonly where: string;
  readonly remedies: readonly RemedyKind[];
} {
  const where = whereOf(pointer);
  const { what, remedies = [] } = sentences[type] ??
    fromPatterns(type) ?? { what: detail ?? `${type} at {where}.` };
  return {
    what: `${direction === "backward" ? "" : "Read with the old version: "}${sentenceOf(what, where)}`,
    why: whyOf(type, isCompatible, direction),
    where,
    remedies: isCompatible ? [] : remedies,
  };
}

function sentenceOf(what: string, where: string): string {
  const lower = where.startsWith("`") ? where : `${where.charAt(0).toLowerCase()}${where.slice(1)}`;
  return what.startsWith("{where}") ? what.replace("{where}", where) : what.replace("{where}", lower);
}

function whyOf(type: ChangeType, isCompatible: boolean, direction: Direction): string {
  const [reader, data] = direction === "backward" ? ["new", "stored before"] : ["old", "sent from now on"];
  if (isCompatible) return `Events ${data} still fit the ${reader} version.`;
  if (type.startsWith("OPTIONAL_PROPERTY_ADDED_TO_OPEN"))
    return `The other version lets any field through, so events ${data} may hold something else under this name. Close the schema, or choose the lenient rules, to say that nobody did that.`;
  if (type.startsWith("REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN"))
    return `The other version lets any field through, so events ${data} may hold something else under this name.`;
  if (type.startsWith("REQUIRED")) return `Events ${data} may lack it.`;
  if (type.startsWith("PROPERTY_REMOVED"))
    return `Events ${data} may still have it, and the ${reader} version refuses it.`;
  if (type.startsWith("ADDITIONAL_PROPERTIES") || type.startsWith("UNEVALUATED_PROPERTIES"))
    return `Events ${data} may have fields that the ${reader} version refuses.`;
  return `Events ${data} may not fit the ${reader} version.`;
}
