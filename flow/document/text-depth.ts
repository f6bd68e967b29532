import { Lexer, Parser } from "yaml";

/**
 * Tells whether a text of YAML or JSON nests deeper than that. The tree is built by functions that call themselves for every level,
 * and a process that runs out of stack there may end without a word; this walks over the text without calling itself.
 */
export function isNestedDeeper(text: string, maxDepth: number): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // Whole documents that come out are not looked at.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > maxDepth) return true;
  }
  return false;
}
