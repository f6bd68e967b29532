import { readPattern } from "#patterns";
import { ExpressionError } from "./expression-error";
import type { PatternTest } from "./pattern-test";

const maxCached = 500;
const cache = new Map<string, PatternTest>();

/**
 * Whether a part of the text fits the pattern of RE2.
 * @throws ExpressionError `wrong-value` for a pattern that cannot be read; `not-loaded` in a browser, once
 */
export function regexMatches(pattern: string, text: string): boolean {
  let test = cache.get(pattern);
  if (!test) {
    if (pattern.length > 1000)
      throw new ExpressionError("too-much", "A pattern has at most 1,000 characters.");
    test = readPattern(pattern);
    if (cache.size >= maxCached) cache.clear();
    cache.set(pattern, test);
  }
  return test(text);
}
