import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { ExpressionError } from "./expression-error";

/** Longest expression that is read, in characters. */
export const MAX_EXPRESSION_CHARS = 4096;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  limits: {
    maxAstNodes: 2000,
    maxDepth: 60,
    maxListElements: 1000,
    maxMapEntries: 1000,
    maxCallArguments: 32,
  },
});

// A text literal, or the id of a step behind `steps.`: ids may have hyphens, which CEL reads as minus.
const stepIdOrText = /(r?"(?:[^"\\]|\\.)*"|r?'(?:[^'\\]|\\.)*')|\bsteps\s*\.\s*([a-z0-9]+(?:-[a-z0-9]+)*)/g;

function withQuotedStepIds(source: string): string {
  return source.replace(stepIdOrText, (whole, _text: string | undefined, id: string | undefined) =>
    id === undefined || /^[a-z][a-z0-9]*$/.test(id) ? whole : `steps["${id}"]`,
  );
}

function sentenceOf(error: ParseError): string {
  if (/limit|exceed/i.test(error.summary)) return "The expression is too long or too deep.";
  if (/token: EOF/i.test(error.summary)) return "The expression ends too early.";
  if (/Reserved identifier/i.test(error.summary))
    return `The name ${error.summary.split(": ")[1]} cannot be used.`;
  return `The expression cannot be read here: ${error.summary.charAt(0).toLowerCase()}${error.summary.slice(1)}.`;
}

/**
 * Reads an expression of the Common Expression Language (https://cel.dev) into its syntax tree.
 * @throws ExpressionError `syntax` or `too-much`
 */
export function parseExpression(source: string): ASTNode {
  if (source.trim() === "") throw new ExpressionError("syntax", "The expression is empty.");
  if (source.length > MAX_EXPRESSION_CHARS) {
    throw new ExpressionError("too-much", `An expression has at most ${MAX_EXPRESSION_CHARS} characters.`);
  }
  try {
    return environment.parse(withQuotedStepIds(source)).ast;
  } catch (error) {
    if (error instanceof ParseError)
      throw new ExpressionError("syntax", sentenceOf(error), error.range?.start);
    throw error;
  }
}
