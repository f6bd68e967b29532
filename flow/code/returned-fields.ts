import type { ResultField } from "../node/step-definition";
import { type CodeToken, codeTokens } from "./code-tokens";

const opening = new Set(["{", "(", "["]);
const closing = new Set(["}", ")", "]"]);
/** More are never read: lists of fields are for people. */
const maxFields = 40;

const isSign = (token: CodeToken | undefined, text: string): boolean =>
  token?.kind === "sign" && token.text === text;

/**
 * The fields that code returns, as far as they can be read: from the outermost `return { … }`, the last one if there are
 * several. Nothing when it returns something else; then only running it could tell.
 */
export function returnedFields(code: string): readonly ResultField[] {
  const tokens = codeTokens(code).filter(({ kind }) => kind !== "space" && kind !== "comment");
  let depth = 0;
  let best: { readonly depth: number; readonly at: number } | undefined;
  tokens.forEach((token, index) => {
    if (token.kind === "sign" && opening.has(token.text)) depth += 1;
    if (token.kind === "sign" && closing.has(token.text)) depth -= 1;
    const isReturn = token.kind === "keyword" && token.text === "return" && isSign(tokens[index + 1], "{");
    if (isReturn && (best === undefined || depth <= best.depth)) best = { depth, at: index + 2 };
  });
  return best === undefined ? [] : fieldsFrom(tokens.slice(best.at));
}

/** Reads the inside of an object until its brace closes. */
function fieldsFrom(tokens: readonly CodeToken[]): ResultField[] {
  const fields = new Map<string, ResultField>();
  let depth = 0;
  let isAtName = true;
  for (const [index, token] of tokens.entries()) {
    if (depth === 0 && isAtName) {
      const field = fieldAt(token, tokens[index + 1], tokens[index + 2], tokens[index + 3]);
      if (field) fields.set(field.name, field);
    }
    if (token.kind === "sign" && opening.has(token.text)) depth += 1;
    if (token.kind === "sign" && closing.has(token.text)) depth -= 1;
    if (depth < 0 || fields.size >= maxFields) break;
    isAtName = depth === 0 && isSign(token, ",");
  }
  return [...fields.values()];
}

function fieldAt(
  token: CodeToken,
  after: CodeToken | undefined,
  value: CodeToken | undefined,
  end: CodeToken | undefined,
): ResultField | undefined {
  const name = token.kind === "text" ? token.text.slice(1, -1) : token.text;
  if (token.kind !== "name" && token.kind !== "text" && token.kind !== "keyword") return undefined;
  // An expression can only name what looks like a name.
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  if (isSign(after, ",") || isSign(after, "}")) return { name, title: name, type: "unknown" };
  if (!isSign(after, ":")) return undefined;
  const isWhole = isSign(end, ",") || isSign(end, "}");
  return { name, title: name, type: isWhole ? typeOf(value) : "unknown" };
}

function typeOf(value: CodeToken | undefined): ResultField["type"] {
  if (value?.kind === "text") return "text";
  if (value?.kind === "number") return "number";
  return value?.text === "true" || value?.text === "false" ? "yes-no" : "unknown";
}
