import { didYouMean } from "@/flow/expression/did-you-mean";
import { ExpressionError } from "@/flow/expression/expression-error";
import { readChip } from "@/flow/expression/field-chip";
import { expressionsIn, fillValue, templateProblem } from "@/flow/expression/template";
import type { KnownField } from "@/flow/graph/fields";
import { sampleRoots } from "./sample-roots";

/** What stands under a value box: the result on the sample, or why there is none. */
export type Preview =
  | { readonly kind: "none" }
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "missing"; readonly text: string }
  | { readonly kind: "wrong"; readonly text: string };

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Fields that a template names and that do not exist at this place. */
function unknownField(template: string, fields: readonly KnownField[]): string | undefined {
  const known = new Set(fields.map(({ path }) => path));
  // Without any known field of the event nothing can be said about what it has.
  if (!fields.some(({ origin }) => origin === "data")) return undefined;
  return expressionsIn(template)
    .flatMap((expression) => {
      const chip = readChip(expression);
      // Something else stands there when it is empty: that may be just what it is for.
      return chip && chip.ifEmpty === undefined ? [chip.path] : [];
    })
    .find((path) => path.startsWith("data.") && !known.has(path));
}

/** Evaluates a template on the sample. */
export function previewOf(template: string, fields: readonly KnownField[], now: Date): Preview {
  if (!template.includes("{{")) return { kind: "none" };
  const problem = templateProblem(template);
  if (problem) return { kind: "wrong", text: problem.message };
  const unknown = unknownField(template, fields);
  if (unknown !== undefined) {
    const names = fields
      .filter(({ origin }) => origin === "data")
      .map(({ path }) => path.slice("data.".length));
    const meant = didYouMean(unknown.slice("data.".length), names);
    const hint = meant === undefined ? "" : ` Did you mean \`${meant}\`?`;
    return {
      kind: "missing",
      text: `There is no field \`${unknown.slice("data.".length)}\` in the sample.${hint}`,
    };
  }
  try {
    const value = fillValue(template, sampleRoots(fields, now));
    if (value === undefined || value === "") return { kind: "missing", text: "Empty on the sample" };
    return { kind: "value", text: shown(value) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: error.code === "not-loaded" ? "missing" : "wrong", text: error.message };
  }
}
