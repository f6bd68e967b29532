import type { ChangeType } from "@/flow/schema/change-type";
import type { SchemaComparison } from "@/flow/schema/compare-schemas";
import { explainChange } from "@/flow/schema/explain";
import { type CompatibilityLevel, compatibilityLevels, ruleOf } from "@/flow/schema/levels";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import type { Direction, Finding, Verdict, Warning } from "@/flow/schema/verdict";
import { compareRead, type ReadSchema } from "./read-schema";
import { registryError } from "./registry-error";
import type { SchemaRules } from "./schema-rules";

/** An earlier version to compare with. */
export interface EarlierVersion {
  readonly version: number;
  readonly schema: ReadSchema;
}

/** Every level is answered while there are no more versions than this; the subject's own level always is. */
const maxForAllLevels = 20;

interface Compared {
  readonly version: number;
  readonly direction: Direction;
  readonly comparison: SchemaComparison;
}

/** Compares each pair of versions once, when somebody asks for it. */
function comparer(earlier: readonly EarlierVersion[], update: ReadSchema, { policy }: SchemaRules) {
  const known = new Map<string, Compared>();
  return (index: number, direction: Direction): Compared => {
    const key = `${index} ${direction}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const one = earlier[index];
    if (one === undefined) throw new RangeError("There is no such version.");
    const comparison =
      direction === "backward"
        ? compareRead(one.schema, update, policy)
        : compareRead(update, one.schema, policy);
    if (comparison === undefined) throw new TypeError(`Nobody compares schemas of ${update.format}.`);
    const compared = { version: one.version, direction, comparison };
    known.set(key, compared);
    return compared;
  };
}

function pairsOf(level: CompatibilityLevel, versions: number): (readonly [number, Direction])[] {
  const { backward, forward, isTransitive } = ruleOf(level);
  const count = isTransitive ? versions : Math.min(versions, 1);
  const directions: Direction[] = [
    ...(backward ? ["backward" as const] : []),
    ...(forward ? ["forward" as const] : []),
  ];
  return Array.from({ length: count }, (_, index) =>
    directions.map((direction) => [index, direction] as const),
  ).flat();
}

function findingsOf({ version, direction, comparison }: Compared): Finding[] {
  return comparison.changes
    .filter(({ isSame }) => !isSame)
    .map((change) => ({ ...change, version, direction, ...explainChange(change, direction) }));
}

function sentenceOf(
  level: CompatibilityLevel,
  broken: readonly Finding[],
  against: readonly number[],
): string {
  const [latest] = against;
  if (latest === undefined) return "This is the first version: there is nothing that it could break.";
  if (level === "NONE") return "Nothing is compared: the level is NONE.";
  if (broken.length === 0)
    return against.length === 1
      ? `Fits version ${latest}.`
      : `Fits all ${against.length} versions before it.`;
  const places = new Set(broken.map(({ pointer }) => pointer)).size;
  const what = places === 1 ? "1 change breaks" : `${places} changes break`;
  return `${what} it: ${broken[0]?.what ?? ""}`;
}

function messageOf({ type, pointer }: { readonly type: ChangeType; readonly pointer: string }): string {
  return `Found incompatible change: Difference{jsonPath='${pointer}', type=${type}}`;
}

/** Where nobody compares, nothing passes but by the level that asks for nothing: never a false yes. */
function unchecked([latest]: readonly EarlierVersion[], { level, policy }: SchemaRules): Verdict {
  const isCompatible = level === "NONE";
  return {
    isChecked: false,
    isCompatible,
    isBlockedByWarnings: false,
    level,
    policy,
    against: latest === undefined ? [] : [latest.version],
    levels: { NONE: true },
    sentence: isCompatible
      ? "Nothing is compared: the level is NONE."
      : "Compatibility of Protobuf is not checked. Compare the versions yourself, and choose the level NONE to register this one.",
    findings: [],
    warnings: [],
    messages: isCompatible ? [] : ["Compatibility of Protobuf schemas is not checked."],
  };
}

/**
 * Whether a schema may follow the earlier versions (newest first) under the rules of its subject, and under every
 * other level, with every change in sentences.
 * @throws AppError `bad-input` when the schemas cannot be compared in time
 */
export function judge(
  earlier: readonly EarlierVersion[],
  update: ReadSchema,
  rules: SchemaRules,
  warn: (
    original: ReadSchema,
    update: ReadSchema,
  ) => readonly Pick<Warning, "pointer" | "keyword" | "message">[],
): Verdict {
  const { level, policy, blocksOnWarnings } = rules;
  if (earlier.length > 0 && update.format === "PROTOBUF") return unchecked(earlier, rules);
  try {
    const compare = comparer(earlier, update, rules);
    const isFine = (wanted: CompatibilityLevel) =>
      pairsOf(wanted, earlier.length).every(
        ([index, direction]) => compare(index, direction).comparison.isCompatible,
      );
    const isCompatible = isFine(level);
    const shown = level === "NONE" ? pairsOf("BACKWARD", earlier.length) : pairsOf(level, earlier.length);
    const findings = shown.flatMap(([index, direction]) => findingsOf(compare(index, direction)));
    const warnings = pairsOf(level, earlier.length).flatMap(([index, direction]) => {
      const one = earlier[index];
      if (one === undefined) return [];
      const found = direction === "backward" ? warn(one.schema, update) : warn(update, one.schema);
      return found.map((warning) => ({ ...warning, version: one.version, direction }));
    });
    const broken = findings.filter((finding) => !finding.isCompatible);
    const against = [
      ...new Set(pairsOf(level, earlier.length).map(([index]) => earlier[index]?.version ?? 0)),
    ];
    const asked = earlier.length > maxForAllLevels ? [level] : compatibilityLevels;
    return {
      isChecked: true,
      isCompatible,
      isBlockedByWarnings: blocksOnWarnings && warnings.length > 0,
      level,
      policy,
      against,
      levels: Object.fromEntries(asked.map((name) => [name, isFine(name)])),
      sentence: sentenceOf(
        level,
        level === "NONE" ? [] : broken,
        earlier.length === 0 ? [] : level === "NONE" ? [0] : against,
      ),
      findings,
      warnings,
      messages: isCompatible ? [] : broken.map(messageOf),
    };
  } catch (error) {
    if (error instanceof SchemaProblem) throw registryError(42201, error.message);
    throw error;
  }
}
