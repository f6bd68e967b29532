import { Comparison } from "./compare/comparison";
import { isOpen } from "./compare/content-model";
import { canonicalJson, isJsonObject, pointerPart } from "./json-text";
import { type Normaliser, normaliserOf, type RawSchema } from "./normalise";
import type { JsonSchemaDocument } from "./read-json-schema";
import { indexSchema, type SchemaIndex } from "./schema-index";

/** Something that the rules of compatibility do not look at, and that old data may trip over. */
export interface SoundnessWarning {
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string;
}

/** Pairs of places that are looked at, and warnings that are told. */
const maxPairs = 20_000;
const maxWarnings = 200;
const maxReferenceHops = 100;

/** Keywords that the rules pass over, somewhere in a schema. */
const unseenKeywords = /"(oneOf|not|if|contains|propertyNames|patternProperties)":/;

const hasOwn = (raw: RawSchema, name: string): boolean => Object.hasOwn(raw, name) && raw[name] !== undefined;
const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
const membersOf = (value: unknown): [string, unknown][] => (isJsonObject(value) ? Object.entries(value) : []);
const isEmptySchema = (value: unknown): boolean =>
  value === true || (isJsonObject(value) && Object.keys(value).length === 0);

interface Side {
  readonly index: SchemaIndex;
  readonly normaliser: Normaliser;
}

function sideOf(document: JsonSchemaDocument): Side {
  const index = indexSchema(document);
  return { index, normaliser: normaliserOf(document, index) };
}

/** A schema with what it refers to, in one object. */
function resolved(raw: unknown, { index }: Side): RawSchema {
  let at = isJsonObject(raw) ? raw : {};
  for (let hops = 0; hops < maxReferenceHops && typeof at.$ref === "string"; hops += 1) {
    const { $ref, ...beside } = at;
    const target = index.resolve($ref, at);
    // Beside a reference, both hold; what is said twice is compared by the rules.
    at = isJsonObject(target) ? (Object.keys(beside).length === 0 ? target : { ...target, ...beside }) : {};
  }
  return at;
}

/** Looks for what the rules let pass; `from` is the schema of the data, `to` the one it is read with. */
class Soundness {
  readonly warnings: SoundnessWarning[] = [];
  readonly #from: Side;
  readonly #to: Side;
  readonly #seen = new Map<unknown, Set<unknown>>();
  readonly #comparison = new Comparison("STRICT");
  #pairs = 0;

  constructor(from: JsonSchemaDocument, to: JsonSchemaDocument) {
    this.#from = sideOf(from);
    this.#to = sideOf(to);
  }

  look(from: unknown, to: unknown, pointer: string): void {
    const seen = this.#seen.get(from) ?? new Set();
    if (seen.has(to) || this.#pairs > maxPairs || this.warnings.length >= maxWarnings) return;
    this.#seen.set(from, seen.add(to));
    this.#pairs += 1;
    if (!isJsonObject(to)) return;
    const old = resolved(from, this.#from);
    const now = resolved(to, this.#to);
    this.#lookAtKeywords(old, now, pointer);
    this.#lookAtNames(old, now, pointer);
    this.#lookBelow(old, now, pointer);
  }

  #warn(pointer: string, keyword: string, message: string): void {
    if (this.warnings.length < maxWarnings)
      this.warnings.push({ pointer: pointer === "#" ? "#/" : pointer, keyword, message });
  }

  /** Whether what fits the one subschema fits the other by the rules. */
  #isWider(from: unknown, to: unknown): boolean {
    if (same(from, to)) return true;
    const { lazy } = this.#from.normaliser;
    return this.#comparison.compareLazy(lazy(from), this.#to.normaliser.lazy(to)).isCompatible;
  }

  #lookAtKeywords(old: RawSchema, now: RawSchema, pointer: string): void {
    for (const keyword of ["format", "contentEncoding", "contentMediaType"]) {
      if (hasOwn(now, keyword) && now[keyword] !== old[keyword])
        this.#warn(
          pointer,
          keyword,
          `\`${keyword}\` is ${JSON.stringify(now[keyword])} now. What was sent before may be written another way.`,
        );
    }
    if (hasOwn(now, "type") && !hasOwn(old, "type") && Object.keys(old).length > 0)
      this.#warn(
        pointer,
        "type",
        "A type is demanded now where none was. What was sent before may be of another.",
      );
    for (const keyword of ["contains", "propertyNames"]) {
      if (!hasOwn(now, keyword)) continue;
      const isFine =
        hasOwn(old, keyword) && this.#isWider(old[keyword], now[keyword]) && !hasOwn(now, "maxContains");
      if (!isFine && !(hasOwn(old, keyword) && same(old[keyword], now[keyword])))
        this.#warn(
          pointer,
          keyword,
          `The rule of \`${keyword}\` is another now. What was sent before may not fit it.`,
        );
    }
    if (hasOwn(now, "if") && !this.#isSameCondition(old, now))
      this.#warn(
        pointer,
        "if",
        "The condition of this schema is another now. What was sent before may not fit it.",
      );
    if (hasOwn(now, "oneOf") && hasOwn(old, "oneOf") && !same(old.oneOf, now.oneOf))
      this.#warn(
        pointer,
        "oneOf",
        "The kinds to choose from are others now. What fits two of them at once is refused.",
      );
    if (hasOwn(now, "oneOf") && !hasOwn(old, "oneOf"))
      this.#warn(
        pointer,
        "oneOf",
        "Exactly one of several kinds must fit now. What fits two of them at once is refused.",
      );
    if (hasOwn(now, "not") && !same(old.not, now.not))
      this.#warn(pointer, "not", "What is forbidden is another now. What was sent before may fall under it.");
    for (const keyword of ["unevaluatedProperties", "unevaluatedItems"]) {
      if (hasOwn(now, keyword) && now[keyword] !== true && !same(old, now))
        this.#warn(
          pointer,
          keyword,
          `\`${keyword}\` depends on all rules beside it, and some of them are others now.`,
        );
    }
  }

  #isSameCondition(old: RawSchema, now: RawSchema): boolean {
    if (!hasOwn(old, "if") || !same(old.if, now.if)) return false;
    return ["then", "else"].every(
      (branch) => !hasOwn(now, branch) || this.#isWider(old[branch] ?? true, now[branch]),
    );
  }

  #lookAtNames(old: RawSchema, now: RawSchema, pointer: string): void {
    const before = isJsonObject(old.properties) ? old.properties : {};
    const after = isJsonObject(now.properties) ? now.properties : {};
    const was = new Set(namesIn(old.required));
    for (const name of namesIn(now.required)) {
      if (was.has(name)) continue;
      const property = Object.hasOwn(after, name) ? resolved(after[name], this.#to) : undefined;
      const isNew = !Object.hasOwn(before, name);
      const at = `${pointer}/required/${pointerPart(name)}`;
      if (property !== undefined && hasOwn(property, "default"))
        this.#warn(
          at,
          "default",
          `\`${name}\` must be there and has a default, but nobody fills it in: events without it are refused.`,
        );
      else if (property === undefined || (isNew && isEmptySchema(after[name])))
        this.#warn(
          at,
          "required",
          `\`${name}\` must be there now. Events that were sent before may lack it.`,
        );
    }
    this.#lookAtPatterns(old, now, pointer);
  }

  #lookAtPatterns(old: RawSchema, now: RawSchema, pointer: string): void {
    const before = isJsonObject(old.patternProperties) ? old.patternProperties : {};
    const after = isJsonObject(now.patternProperties) ? now.patternProperties : {};
    for (const [pattern, schema] of membersOf(after)) {
      const isKnown = Object.hasOwn(before, pattern);
      const at = `${pointer}/patternProperties/${pointerPart(pattern)}`;
      if (isKnown && this.#isWider(before[pattern], schema)) this.look(before[pattern], schema, at);
      else if (!isEmptySchema(schema))
        this.#warn(
          at,
          "patternProperties",
          `Fields whose names fit ${JSON.stringify(pattern)} have another rule now.`,
        );
    }
    const isGone = Object.keys(before).some((pattern) => !Object.hasOwn(after, pattern));
    const node = this.#to.normaliser.lazy(now)();
    if (isGone && !(node.kind === "object" ? isOpen(node) : node.kind === "empty"))
      this.#warn(
        pointer,
        "patternProperties",
        "Fields that a pattern allowed before are held to another rule now.",
      );
  }

  #lookBelow(old: RawSchema, now: RawSchema, pointer: string): void {
    const before = isJsonObject(old.properties) ? old.properties : {};
    for (const [name, schema] of membersOf(now.properties)) {
      const at = `${pointer}/properties/${pointerPart(name)}`;
      if (Object.hasOwn(before, name)) this.look(before[name], schema, at);
      else if (isJsonObject(old.additionalProperties)) this.look(old.additionalProperties, schema, at);
    }
    if (isJsonObject(now.additionalProperties)) {
      const after = isJsonObject(now.properties) ? now.properties : {};
      for (const [name, schema] of membersOf(before)) {
        if (!Object.hasOwn(after, name))
          this.look(schema, now.additionalProperties, `${pointer}/properties/${pointerPart(name)}`);
      }
    }
    for (const keyword of ["additionalProperties", "additionalItems", "items"]) {
      if (isJsonObject(now[keyword]) && isJsonObject(old[keyword]))
        this.look(old[keyword], now[keyword], `${pointer}/${keyword}`);
    }
    for (const keyword of ["prefixItems", "items"])
      this.#lookAtLists(old[keyword], now[keyword], `${pointer}/items`);
    this.#lookAtBranches(old, now, pointer);
  }

  /** Which branch follows which is the rules' business: each is looked at beside all that it may follow. */
  #lookAtBranches(old: RawSchema, now: RawSchema, pointer: string): void {
    const written = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => {
      const branches: unknown = old[keyword];
      return Array.isArray(branches) ? branches : [];
    });
    const texts = new Set(written.map(canonicalJson));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const branches = now[keyword];
      if (!Array.isArray(branches) || same(old[keyword], branches)) continue;
      for (const [place, branch] of branches.entries()) {
        const text = canonicalJson(branch);
        if (texts.has(text)) continue;
        const at = `${pointer}/${keyword}/${place}`;
        for (const other of [...written, old]) if (this.#isWider(other, branch)) this.look(other, branch, at);
        const unseen = unseenKeywords.exec(text)?.[1];
        if (unseen !== undefined)
          this.#warn(
            at,
            unseen,
            `This kind is new or another, and its \`${unseen}\` is not looked at by the rules.`,
          );
      }
    }
  }

  #lookAtLists(before: unknown, after: unknown, pointer: string): void {
    if (!Array.isArray(before) || !Array.isArray(after)) return;
    for (const [place, schema] of after.entries())
      if (place < before.length) this.look(before[place], schema, `${pointer}/${place}`);
  }
}

/**
 * What the rules of compatibility do not look at although data that fits the one schema may not fit the other:
 * formats, patterns of names, conditions, and more. Bounded in time.
 * @throws SchemaProblem for references that lead nowhere
 */
export function soundnessWarnings(
  from: JsonSchemaDocument,
  to: JsonSchemaDocument,
): readonly SoundnessWarning[] {
  const soundness = new Soundness(from, to);
  soundness.look(from.root, to.root, "#");
  return soundness.warnings;
}
