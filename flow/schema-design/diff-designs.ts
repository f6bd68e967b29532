import { codeOnly, type DesignField, type DesignNode } from "./design";

/** One difference between two versions, as a person reads it. */
export interface DesignChange {
  readonly kind: "added" | "removed" | "changed";
  /** The field: `customer.email`, `lines[].sku`; empty for the whole event. */
  readonly path: string;
  /** What is different: "text, required", "was optional, is required". */
  readonly words: readonly string[];
}

const kindWords = {
  text: "text",
  number: "number",
  "whole-number": "whole number",
  "yes-no": "yes or no",
  object: "object",
  list: "list",
  anything: "anything",
  code: "set in code",
} as const;

function typeWords(node: DesignNode): string {
  const type = node.kind === "text" && node.format !== undefined ? node.format : kindWords[node.kind];
  return node.isNullable ? `${type} or empty` : type;
}

const inWords = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function changesOf(before: DesignNode, after: DesignNode): string[] {
  const words: string[] = [];
  if (typeWords(before) !== typeWords(after)) words.push(`was ${typeWords(before)}, is ${typeWords(after)}`);
  if (before.description !== after.description) words.push("description changed");
  if (before.example !== after.example)
    words.push(`example was ${inWords(before.example)}, is ${inWords(after.example)}`);
  if (!isSame(before.allowed, after.allowed)) {
    const gone = before.allowed.filter((value) => !after.allowed.includes(value));
    const come = after.allowed.filter((value) => !before.allowed.includes(value));
    if (after.allowed.length === 0) words.push("any value is allowed");
    else if (before.allowed.length === 0) words.push(`only ${after.allowed.join(", ")} allowed`);
    else {
      if (come.length > 0) words.push(`also ${come.join(", ")} allowed`);
      if (gone.length > 0) words.push(`${gone.join(", ")} not allowed any more`);
    }
  }
  if (before.personal !== after.personal)
    words.push(`personal data: was ${before.personal}, is ${after.personal}`);
  if (before.isBusinessKey !== after.isBusinessKey)
    words.push(after.isBusinessKey ? "is a business key" : "is no business key any more");
  if (before.kind === "object" && after.kind === "object" && before.others !== after.others)
    words.push(after.others === "closed" ? "other fields are refused" : "other fields are let through");
  const keywords = new Set([...codeOnly(before), ...codeOnly(after)]);
  for (const keyword of keywords) {
    const [was, is] = [before.rest[keyword], after.rest[keyword]];
    if (isSame(was, is)) continue;
    words.push(
      was === undefined
        ? `\`${keyword}\` added`
        : is === undefined
          ? `\`${keyword}\` removed`
          : `\`${keyword}\` changed`,
    );
  }
  if (before.kind === "code" && after.kind === "code" && !isSame(before.code, after.code))
    words.push("changed in code");
  return words;
}

/** What is different between two versions, field by field in the order of the later one. */
export function diffDesigns(before: DesignNode, after: DesignNode, path = ""): DesignChange[] {
  const own = changesOf(before, after);
  const changes: DesignChange[] = own.length === 0 ? [] : [{ kind: "changed", path, words: own }];
  if (before.item !== undefined && after.item !== undefined)
    changes.push(...diffDesigns(before.item, after.item, `${path}[]`));
  const was = new Map(before.fields.map((field) => [field.name, field]));
  const is = new Set(after.fields.map(({ name }) => name));
  for (const field of after.fields)
    changes.push(...diffField(was.get(field.name), before, field, after, path));
  for (const { name, node } of before.fields) {
    if (!is.has(name))
      changes.push({ kind: "removed", path: pathOf(path, name), words: [`was ${typeWords(node)}`] });
  }
  return changes;
}

function pathOf(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function diffField(
  was: DesignField | undefined,
  before: DesignNode,
  { name, node }: DesignField,
  after: DesignNode,
  path: string,
): DesignChange[] {
  const at = pathOf(path, name);
  const isRequired = after.required.includes(name);
  if (was === undefined)
    return [{ kind: "added", path: at, words: [typeWords(node), isRequired ? "required" : "optional"] }];
  const inner = diffDesigns(was.node, node, at);
  const wasRequired = before.required.includes(name);
  if (wasRequired === isRequired) return inner;
  const words = isRequired ? "was optional, is required" : "was required, is optional";
  const [first, ...rest] = inner;
  if (first?.path === at) return [{ ...first, words: [words, ...first.words] }, ...rest];
  return [{ kind: "changed", path: at, words: [words] }, ...inner];
}
