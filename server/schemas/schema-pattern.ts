import { RE2JS } from "re2js";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import type { Fuel } from "./fuel";

/** A pattern of a schema, as Ajv wants it. */
export interface SchemaPattern {
  test(text: string): boolean;
  toString(): string;
}

/** JavaScript's way to write a code point, which RE2 writes another way. */
const escapes = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|c([A-Za-z])|([\s\S]))/g;

function inRe2(pattern: string): string {
  return pattern.replace(escapes, (whole, braced: string, four: string, control: string) => {
    const code = braced ?? four;
    if (code !== undefined) return `\\x{${code}}`;
    if (control !== undefined) return `\\x{${(control.charCodeAt(0) % 32).toString(16)}}`;
    return whole === "\\/" ? "/" : whole;
  });
}

/** Steps of a compiled pattern for one unit of fuel; in the worst case each character takes all of them. */
const stepsPerUnit = 8;
/** Largest compiled pattern: `{900}` repeats what it stands behind as often. */
const maxProgramSize = 2_000;

/**
 * Reads a pattern with RE2, which takes time in proportion to the text whatever the pattern.
 * @throws SchemaProblem for what RE2 does not know, such as look-ahead and back references
 */
export function schemaPattern(pattern: string, fuel: Fuel): SchemaPattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(inRe2(pattern));
  } catch {
    throw new SchemaProblem(
      `The pattern "${pattern.slice(0, 100)}" cannot be used. Patterns are read by RE2, without look-ahead and back references.`,
    );
  }
  const size = compiled.programSize();
  if (size > maxProgramSize)
    throw new SchemaProblem(`The pattern "${pattern.slice(0, 100)}" is too large. Repeat less often in it.`);
  return {
    test: (text) => {
      fuel.burn(1 + (text.length * size) / stepsPerUnit);
      return compiled.matcher(text).find();
    },
    toString: () => pattern,
  };
}
