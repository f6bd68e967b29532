import type { ChangeType, CompatibilityPolicy } from "../change-type";
import type { Lazy, SchemaNode } from "../schema-node";
import { SchemaProblem } from "../schema-problem";
import { compareArrays } from "./compare-arrays";
import { compareNumbers, compareStrings } from "./compare-bounds";
import { compareCombined } from "./compare-combined";
import { compareObjects } from "./compare-objects";
import { Finds, type Outcome, same } from "./outcome";

/** Pairs of schemas that one comparison looks at: lists of branches are compared each with each. */
const maxPairs = 100_000;
/** References may go this deep before both schemas are taken as too entangled. */
const maxDepth = 800;

const tooMuch = "The two schemas are too large to be compared. Divide them into smaller ones.";

/** Compares schemas for one policy; remembers pairs, so that cycles end and shared parts cost once. */
export class Comparison {
  readonly policy: CompatibilityPolicy;
  readonly #known = new Map<SchemaNode, Map<SchemaNode, Outcome>>();
  #pairs = 0;
  #depth = 0;

  constructor(policy: CompatibilityPolicy) {
    this.policy = policy;
  }

  /** An empty collection of finds under this policy. */
  finds(): Finds {
    return new Finds(this.policy);
  }

  /** The same as `compare` for subschemas that may be absent. */
  compareLazy(original: Lazy | undefined, update: Lazy | undefined): Outcome {
    return this.compare(original?.(), update?.());
  }

  /**
   * Whether data of the original can be read with the update, and every difference.
   * @throws SchemaProblem when it would take too long
   */
  compare(original: SchemaNode | undefined, update: SchemaNode | undefined): Outcome {
    if (original === undefined && update === undefined) return same;
    if (original === undefined) return this.#single("SCHEMA_ADDED");
    if (update === undefined) return this.#single("SCHEMA_REMOVED");
    const known = this.#known.get(original) ?? new Map<SchemaNode, Outcome>();
    const remembered = known.get(update);
    if (remembered !== undefined) return remembered;
    this.#pairs += 1;
    this.#depth += 1;
    if (this.#pairs > maxPairs || this.#depth > maxDepth) throw new SchemaProblem(tooMuch);
    // While a pair is being compared it counts as compatible: that is how a cycle ends.
    this.#known.set(original, known);
    known.set(update, same);
    const outcome = this.#compareBoth(original, update);
    known.set(update, outcome);
    this.#depth -= 1;
    return outcome;
  }

  #single(type: ChangeType): Outcome {
    const finds = this.finds();
    finds.add(type);
    return finds;
  }

  #compareBoth(original: SchemaNode, update: SchemaNode): Outcome {
    const isSum = update.kind === "combined" && update.criterion !== "allOf";
    if (original.kind !== "combined" && update.kind === "combined") {
      const found = this.#firstCompatible(
        update.branches.length === 1 || isSum ? update.branches : [],
        (branch) => this.compare(original, branch()),
        update.branches.length === 1 ? undefined : "SUM_TYPE_EXTENDED",
      );
      if (found !== undefined) return found;
    } else if (original.kind === "combined" && update.kind !== "combined") {
      const isProduct = original.criterion === "allOf";
      const found = this.#firstCompatible(
        original.branches.length === 1 || isProduct ? original.branches : [],
        (branch) => this.compare(branch(), update),
        original.branches.length === 1 ? undefined : "PRODUCT_TYPE_NARROWED",
      );
      if (found !== undefined) return found;
    }
    if (original.kind !== update.kind) {
      return original.kind === "false" || update.kind === "empty" ? same : this.#single("TYPE_CHANGED");
    }
    return this.#compareAlike(original, update);
  }

  #firstCompatible(
    branches: readonly Lazy[],
    compare: (branch: Lazy) => Outcome,
    type: ChangeType | undefined,
  ): Outcome | undefined {
    for (const branch of branches) {
      const outcome = compare(branch);
      if (!outcome.isCompatible) continue;
      const finds = this.finds();
      finds.include(outcome, "");
      if (type !== undefined) finds.add(type);
      return finds;
    }
    return undefined;
  }

  #compareAlike(original: SchemaNode, update: SchemaNode): Outcome {
    const finds = this.finds();
    compareAnnotations(original, update, finds);
    if (original.kind === "string" && update.kind === "string") compareStrings(original, update, finds);
    else if (original.kind === "number" && update.kind === "number") compareNumbers(original, update, finds);
    else if (original.kind === "array" && update.kind === "array")
      compareArrays(this, original, update, finds);
    else if (original.kind === "object" && update.kind === "object")
      compareObjects(this, original, update, finds);
    else if (original.kind === "combined" && update.kind === "combined")
      compareCombined(this, original, update, finds);
    else if (original.kind === "enum" && update.kind === "enum")
      compareValues(original.values, update.values, "/enum", finds);
    else if (original.kind === "const" && update.kind === "const")
      compareValues(new Set([original.value]), new Set([update.value]), "/const", finds);
    else if (original.kind === "not" && update.kind === "not") {
      // What is forbidden may become less.
      const outcome = this.compare(update.forbidden(), original.forbidden());
      const type = outcome.isCompatible ? "NOT_TYPE_NARROWED" : "NOT_TYPE_EXTENDED";
      finds.add(type, "/not", original.text === update.text);
    }
    return finds;
  }
}

const annotationTypes = [
  ["id", "ID_CHANGED"],
  ["title", "TITLE_CHANGED"],
  ["description", "DESCRIPTION_CHANGED"],
  ["default", "DEFAULT_CHANGED"],
] as const satisfies readonly (readonly [keyof SchemaNode["annotations"], ChangeType])[];

function compareAnnotations(original: SchemaNode, update: SchemaNode, finds: Finds): void {
  for (const [name, type] of annotationTypes) {
    const before = original.annotations[name];
    const after = update.annotations[name];
    if (JSON.stringify(before) !== JSON.stringify(after)) finds.add(type, `/${name}`);
  }
}

function compareValues(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  path: string,
  finds: Finds,
): void {
  const isKept = [...before].every((value) => after.has(value));
  const isKnown = [...after].every((value) => before.has(value));
  if (isKept && isKnown) return;
  if (isKept) finds.add("ENUM_ARRAY_EXTENDED", path);
  else finds.add(isKnown ? "ENUM_ARRAY_NARROWED" : "ENUM_ARRAY_CHANGED", path);
}
