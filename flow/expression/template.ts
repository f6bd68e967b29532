import { evaluateExpression, expressionProblem } from "./evaluate";
import { ExpressionError } from "./expression-error";
import type { ExpressionRoots } from "./scope";
import { toText } from "./values";

/** A template in parts: plain text, and expressions that stood in `{{ }}`. */
export type TemplatePart = { readonly text: string } | { readonly expression: string };

const maxCached = 2000;
const cache = new Map<string, readonly TemplatePart[]>();

/** Where the expression that begins at `start` ends: the first `}}` outside texts and inner braces. */
function endOfExpression(template: string, start: number): number {
  let depth = 0;
  let quote = "";
  for (let index = start; index < template.length; index += 1) {
    const letter = template[index] ?? "";
    if (quote !== "") {
      if (letter === "\\") index += 1;
      else if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "{") depth += 1;
    else if (letter === "}" && depth > 0) depth -= 1;
    else if (letter === "}" && template[index + 1] === "}") return index;
  }
  return -1;
}

function parse(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let position = 0;
  while (position < template.length) {
    const open = template.indexOf("{{", position);
    if (open < 0) break;
    const end = endOfExpression(template, open + 2);
    if (end < 0)
      throw new ExpressionError("syntax", "A part that begins with {{ does not end with }}.", open);
    if (open > position) parts.push({ text: template.slice(position, open) });
    parts.push({ expression: template.slice(open + 2, end).trim() });
    position = end + 2;
  }
  if (position < template.length) parts.push({ text: template.slice(position) });
  return parts;
}

/**
 * Splits a template into its parts.
 * @throws ExpressionError `syntax` when a `{{` is not closed
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const known = cache.get(template);
  if (known) return known;
  const parts = parse(template);
  if (cache.size >= maxCached) cache.clear();
  cache.set(template, parts);
  return parts;
}

/** The expressions of a template or of all templates inside a JSON value. */
export function expressionsIn(template: unknown): readonly string[] {
  if (typeof template === "string") {
    return parseTemplate(template).flatMap((part) => ("expression" in part ? [part.expression] : []));
  }
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap(expressionsIn);
}

function valueOrNothing(expression: string, roots: ExpressionRoots): unknown {
  try {
    return evaluateExpression(expression, roots);
  } catch (error) {
    if (error instanceof ExpressionError && error.code === "missing-field") return undefined;
    throw error;
  }
}

/**
 * Fills a text; a missing field becomes the empty text.
 * @throws ExpressionError for everything else that is wrong with an expression
 */
export function fillText(template: string, roots: ExpressionRoots): string {
  if (!template.includes("{{")) return template;
  return parseTemplate(template)
    .map((part) => ("text" in part ? part.text : toText(valueOrNothing(part.expression, roots))))
    .join("");
}

/**
 * Fills every template inside a JSON value. A template that is one single expression keeps the type of
 * its value; where its field is missing the result is `undefined`, and an object leaves the field out.
 * @throws ExpressionError
 */
export function fillValue(template: unknown, roots: ExpressionRoots): unknown {
  if (typeof template === "string") {
    if (!template.includes("{{")) return template;
    const parts = parseTemplate(template);
    const [only] = parts;
    if (parts.length === 1 && only && "expression" in only) return valueOrNothing(only.expression, roots);
    return fillText(template, roots);
  }
  if (Array.isArray(template)) return template.map((item) => fillValue(item, roots) ?? null);
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, item]) => {
      const value = fillValue(item, roots);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What is wrong with a template as it is written, or nothing; fields are not looked at. */
export function templateProblem(template: unknown): ExpressionError | undefined {
  try {
    for (const expression of expressionsIn(template)) {
      const problem = expressionProblem(expression);
      if (problem) return problem;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
