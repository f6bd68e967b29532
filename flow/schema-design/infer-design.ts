import { type DesignKind, type DesignNode, emptyDesign, emptyNode, type Scalar } from "./design";
import { type DesignPath, itemStep } from "./edit-design";

/** What samples tell about one place. */
export interface InferredNode {
  readonly kind: DesignKind;
  /** It was null in some. */
  readonly isNullable: boolean;
  /** All types that were seen, when there were several: the field then takes anything. */
  readonly mixed: readonly DesignKind[];
  /** How often the field was there, of how many objects that could have had it. */
  readonly seen: number;
  readonly of: number;
  /** Every text that was seen has this format. Proposed: they may have it by chance. */
  readonly format: string | undefined;
  /** The few values that were seen often. Proposed: others may come. */
  readonly allowed: readonly string[] | undefined;
  readonly example: Scalar | undefined;
  readonly fields: readonly { readonly name: string; readonly node: InferredNode }[];
  readonly item: InferredNode | undefined;
}

/** What a person decided about one field of a proposal. */
export interface FieldChoice {
  readonly isTaken: boolean;
  readonly isRequired: boolean;
  readonly takesFormat: boolean;
  readonly takesAllowed: boolean;
}

const formats: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["email", /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/],
  ["uuid", /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i],
  ["date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/],
  ["date", /^\d{4}-\d\d-\d\d$/],
  ["uri", /^[a-z][a-z\d+.-]*:\/\/[^\s]+$/i],
];

/** Above these a proposal says nothing useful any more, and takes long. */
const maxDepth = 20;
const maxFields = 1_000;
const maxValues = 10;
const maxValueLength = 60;
/** So often each value of a proposed list was seen, on average. */
const minRepeats = 3;

/** Counts of one place while samples are read. */
interface Tally {
  seen: number;
  nulls: number;
  objects: number;
  texts: number;
  readonly kinds: Set<DesignKind>;
  formats: readonly (readonly [string, RegExp])[];
  /** Undefined: too many, or too long. */
  values: Map<string, number> | undefined;
  example: Scalar | undefined;
  readonly fields: Map<string, Tally>;
  item: Tally | undefined;
}

const newTally = (): Tally => ({
  seen: 0,
  nulls: 0,
  objects: 0,
  texts: 0,
  kinds: new Set(),
  formats,
  values: new Map(),
  example: undefined,
  fields: new Map(),
  item: undefined,
});

function countText(tally: Tally, text: string): void {
  tally.texts += 1;
  tally.formats = tally.formats.filter(([, pattern]) => text.length <= 2_000 && pattern.test(text));
  if (tally.values === undefined) return;
  tally.values.set(text, (tally.values.get(text) ?? 0) + 1);
  if (tally.values.size > maxValues || text.length > maxValueLength) tally.values = undefined;
}

/** Reads one value; `room` is how many more fields may be opened. */
function count(tally: Tally, value: unknown, room: { fields: number }, depth: number): void {
  tally.seen += 1;
  if (value === null) {
    tally.nulls += 1;
    return;
  }
  if (Array.isArray(value)) {
    tally.kinds.add("list");
    if (depth >= maxDepth) return;
    tally.item ??= newTally();
    for (const one of value) count(tally.item, one, room, depth + 1);
    return;
  }
  if (typeof value === "object") {
    tally.kinds.add("object");
    tally.objects += 1;
    if (depth >= maxDepth) return;
    for (const [name, inner] of Object.entries(value)) {
      let field = tally.fields.get(name);
      if (field === undefined) {
        if (room.fields <= 0) continue;
        room.fields -= 1;
        field = newTally();
        tally.fields.set(name, field);
      }
      count(field, inner, room, depth + 1);
    }
    return;
  }
  if (typeof value === "string") {
    tally.kinds.add("text");
    countText(tally, value);
    if (value.length <= 200) tally.example ??= value;
  } else if (typeof value === "number") {
    tally.kinds.add(Number.isInteger(value) ? "whole-number" : "number");
    tally.example ??= value;
  } else if (typeof value === "boolean") {
    tally.kinds.add("yes-no");
    tally.example ??= value;
  }
}

function kindOf(kinds: ReadonlySet<DesignKind>): DesignKind {
  const [first, ...more] = kinds;
  if (first === undefined) return "anything";
  if (more.length === 0) return first;
  return kinds.size === 2 && kinds.has("number") && kinds.has("whole-number") ? "number" : "anything";
}

function nodeOf(tally: Tally, of: number): InferredNode {
  const kind = kindOf(tally.kinds);
  const isText = kind === "text";
  const values = [...(tally.values ?? [])].map(([value]) => value);
  const isList = isText && values.length > 0 && tally.texts >= values.length * minRepeats;
  return {
    kind,
    isNullable: tally.nulls > 0 && kind !== "anything",
    mixed: kind === "anything" ? [...tally.kinds] : [],
    seen: tally.seen,
    of,
    format: isText ? tally.formats[0]?.[0] : undefined,
    allowed: isList ? values.sort() : undefined,
    example: kind === "anything" ? undefined : tally.example,
    fields:
      kind === "object"
        ? [...tally.fields].map(([name, field]) => ({ name, node: nodeOf(field, tally.objects) }))
        : [],
    item:
      kind === "list" && tally.item !== undefined && tally.item.seen > 0
        ? nodeOf(tally.item, tally.item.seen)
        : undefined,
  };
}

/** What the payloads of events have in common. Nothing is assumed: formats and lists of values are proposals. */
export function inferDesign(samples: readonly unknown[]): InferredNode {
  const tally = newTally();
  const room = { fields: maxFields };
  for (const sample of samples) count(tally, sample, room, 0);
  return nodeOf(tally, samples.length);
}

/** What is chosen until somebody chooses: what was always there must be there, no format, no list of values. */
export function proposedChoice({ seen, of }: InferredNode): FieldChoice {
  return { isTaken: true, isRequired: seen === of, takesFormat: false, takesAllowed: false };
}

/**
 * The schema of a reviewed proposal: closed where that can be checked, with an example of each field.
 * @param choiceOf what was decided of a field, by its path
 */
export function designOf(
  inferred: InferredNode,
  choiceOf: (path: DesignPath, node: InferredNode) => FieldChoice,
): DesignNode {
  const { rest, order } = emptyDesign();
  return { ...build(inferred, [], choiceOf), rest, order };
}

function build(
  inferred: InferredNode,
  path: DesignPath,
  choiceOf: (path: DesignPath, node: InferredNode) => FieldChoice,
): DesignNode {
  const { kind, isNullable, format, allowed, example, fields, item } = inferred;
  const { takesFormat, takesAllowed } = choiceOf(path, inferred);
  const taken = fields.flatMap(({ name, node }) => {
    const inner = [...path, name];
    const choice = choiceOf(inner, node);
    return choice.isTaken ? [{ name, choice, node: build(node, inner, choiceOf) }] : [];
  });
  return {
    ...emptyNode(kind),
    isNullable,
    example,
    format: takesFormat ? format : undefined,
    allowed: takesAllowed ? (allowed ?? []) : [],
    fields: taken.map(({ name, node }) => ({ name, node })),
    required: taken.filter(({ choice }) => choice.isRequired).map(({ name }) => name),
    // To a validator that is written in JavaScript this is the name of no field: it takes such a one for another.
    ...(taken.some(({ name }) => name === "__proto__") && { others: "open" }),
    item: item === undefined ? undefined : build(item, [...path, itemStep], choiceOf),
  };
}
