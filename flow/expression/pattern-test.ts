import { RE2JS, RE2JSSyntaxException } from "re2js";
import { ExpressionError } from "./expression-error";

/** Whether a part of a text fits one pattern. */
export type PatternTest = (text: string) => boolean;

/**
 * Reads a pattern of RE2. It takes time in proportion to the text; the native engine of JavaScript can
 * take for ever.
 * @throws ExpressionError `wrong-value` for a pattern that RE2 cannot read
 */
export function readPattern(pattern: string): PatternTest {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      throw new ExpressionError("wrong-value", `The pattern "${pattern.slice(0, 100)}" cannot be read.`);
    }
    throw error;
  }
}
