import type { ASTNode } from "@marcbachmann/cel-js";
import { ExpressionError } from "./expression-error";
import { parseExpression } from "./parse-expression";

/** Further ones would hardly spare anything. */
const MAX_TEXTS = 4;
/** Of a field and a fixed text; true only where the field has that text in it. */
const holdsText: ReadonlySet<string> = new Set(["contains", "startsWith", "endsWith"]);
/** What a payload can only hold letter by letter: everything else may stand there in other bytes. */
const plain = /^[\x20-\x7e]+$/;

/** The names on the way to a field of `data` that must be there; nothing for everything else. */
function fieldOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === "id") return node.args === "data" ? [] : undefined;
  if (node.op !== "." && node.op !== "[]") return undefined;
  const owner = fieldOf(node.args[0]);
  if (owner === undefined) return undefined;
  const name = node.op === "." ? node.args[1] : node.args[1].op === "value" ? node.args[1].args : undefined;
  if (typeof name === "string") return [...owner, name];
  return typeof name === "bigint" ? owner : undefined;
}

function textOf(node: ASTNode): string | undefined {
  return node.op === "value" && typeof node.args === "string" ? node.args : undefined;
}

interface Needs {
  readonly values: Set<string>;
  readonly names: Set<string>;
}

function collect(node: ASTNode, needs: Needs): void {
  if (node.op === "&&") {
    collect(node.args[0], needs);
    collect(node.args[1], needs);
    return;
  }
  const { sides, isText } = partsOf(node);
  const [whole, part] = sides.map(fieldOf);
  for (const name of [...(whole ?? []), ...(part ?? [])]) needs.names.add(name);
  const text = sides[1] && textOf(sides[1]);
  if (isText && whole !== undefined && text !== undefined) needs.values.add(text);
}

/** What is compared, and whether a fixed text as the second part must stand in the field that is the first. */
function partsOf(node: ASTNode): { readonly sides: readonly ASTNode[]; readonly isText: boolean } {
  switch (node.op) {
    case "==": {
      const [left, right] = node.args;
      return { sides: textOf(left) === undefined ? [left, right] : [right, left], isText: true };
    }
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "in":
      return { sides: node.args, isText: false };
    case "rcall":
      return holdsText.has(node.args[0])
        ? { sides: [node.args[1], ...node.args[2]], isText: true }
        : { sides: [], isText: false };
    case "call":
      return holdsText.has(node.args[0])
        ? { sides: node.args[1], isText: true }
        : { sides: [], isText: false };
    default:
      return { sides: [node], isText: false };
  }
}

/**
 * Texts that all stand in the payload of every event that an expression can be true of, as it is written, or else the
 * payload has a backslash in it. Of an event without them nobody has to ask the expression.
 */
export function neededTexts(expression: string): readonly string[] {
  const needs: Needs = { values: new Set(), names: new Set() };
  try {
    collect(parseExpression(expression), needs);
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
  // Names are in most payloads of a topic, long ones in the fewest; a value tells more.
  const names = [...needs.names].sort((one, other) => other.length - one.length);
  return [...new Set([...needs.values, ...names])].filter((text) => plain.test(text)).slice(0, MAX_TEXTS);
}
