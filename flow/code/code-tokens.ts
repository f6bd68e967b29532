/** What a piece of JavaScript is, for colours and for simple questions about it. */
export type CodeTokenKind = "space" | "comment" | "text" | "pattern" | "number" | "keyword" | "name" | "sign";

export interface CodeToken {
  readonly kind: CodeTokenKind;
  readonly text: string;
}

const keywords = new Set(
  (
    "async await break case catch class const continue default delete do else extends false finally for function if in " +
    "instanceof let new null of return static super switch this throw true try typeof undefined var void while yield"
  ).split(" "),
);

const comment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
/** A template is one text, with what it computes: nobody asks what is inside. Without its end it goes to the end. */
const text = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?/y;
const pattern = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const number = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)n?/iy;
const name = /[\p{L}_$#][\p{L}\p{N}_$]*/uy;
const space = /\s+/y;

/**
 * Cuts JavaScript into pieces that are the whole text again when joined. Never fails: what is half typed is cut as far as
 * it goes.
 */
export function codeTokens(code: string): CodeToken[] {
  const tokens: CodeToken[] = [];
  /** The last piece that means something: after a value a `/` divides, elsewhere it begins a pattern. */
  let before: CodeToken | undefined;
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    return expression.exec(code)?.[0];
  };
  const next = (): CodeToken => {
    const blank = take(space);
    if (blank) return { kind: "space", text: blank };
    const remark = take(comment);
    if (remark) return { kind: "comment", text: remark };
    const quoted = take(text);
    if (quoted) return { kind: "text", text: quoted };
    const digits = take(number);
    if (digits) return { kind: "number", text: digits };
    const word = take(name);
    if (word) return { kind: isMember(before) || !keywords.has(word) ? "name" : "keyword", text: word };
    const expression = isValue(before) ? undefined : take(pattern);
    if (expression) return { kind: "pattern", text: expression };
    const spread = code.startsWith("...", at) ? "..." : undefined;
    return { kind: "sign", text: spread ?? String.fromCodePoint(code.codePointAt(at) ?? 0) };
  };
  while (at < code.length) {
    const token = next();
    tokens.push(token);
    if (token.kind !== "space" && token.kind !== "comment") before = token;
    at += token.text.length;
  }
  return tokens;
}

function isMember(before: CodeToken | undefined): boolean {
  return before?.kind === "sign" && before.text === ".";
}

function isValue(before: CodeToken | undefined): boolean {
  if (before === undefined || before.kind === "keyword") return false;
  return before.kind !== "sign" || [")", "]", "}"].includes(before.text);
}
