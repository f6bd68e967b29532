import { RE2JS, RE2JSSyntaxException } from "re2js";
import { ExpressionError } from "./expression-error";

const maxCached = 500;
const cache = new Map<string, RE2JS>();

/**
 * Whether a part of the text fits the pattern. RE2 takes time in proportion to the text; the native
 * engine of JavaScript can take for ever.
 * @throws ExpressionError `wrong-value` for a pattern that RE2 cannot read
 */
export function regexMatches(pattern: string, text: string): boolean {
  let compiled = cache.get(pattern);
  if (!compiled) {
    compiled = compile(pattern);
    if (cache.size >= maxCached) cache.clear();
    cache.set(pattern, compiled);
  }
  return compiled.matcher(text).find();
}

function compile(pattern: string): RE2JS {
  if (pattern.length > 1000) throw new ExpressionError("too-much", "A pattern has at most 1,000 characters.");
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      throw new ExpressionError("wrong-value", `The pattern "${pattern.slice(0, 100)}" cannot be read.`);
    }
    throw error;
  }
}
