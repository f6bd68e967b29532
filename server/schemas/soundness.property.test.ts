import fc from "fast-check";
import { expect, it } from "vitest";
import { compareSchemas } from "@/flow/schema/compare-schemas";
import { readJsonSchema } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { soundnessWarnings } from "@/flow/schema/warnings";
import { randomSchema as schema, randomValue as value } from "../testing/random-schema";
import { compileValidator } from "./json-validator";

/** A schema and a small change of it: two that have nothing in common are seldom compatible. */
function changed(before: unknown, at: readonly number[], other: unknown): unknown {
  const [place, ...rest] = at;
  if (place === undefined || typeof before !== "object" || before === null) return other;
  const entries = Object.entries(before);
  const chosen = entries[place % Math.max(1, entries.length)];
  if (chosen === undefined) return other;
  const [name, inner] = chosen;
  if (Array.isArray(before))
    return before.map((item, index) => (String(index) === name ? changed(item, rest, other) : item));
  if (rest.length === 0 && place % 2 === 0)
    return Object.fromEntries(entries.filter(([key]) => key !== name));
  const isSchema = typeof inner === "object" && inner !== null;
  return { ...before, [name]: isSchema ? changed(inner, rest, other) : inner };
}

const pair = fc.oneof(
  fc.tuple(schema, schema),
  fc
    .tuple(schema, fc.array(fc.nat({ max: 6 }), { maxLength: 4 }), schema)
    .map(([before, at, other]) => [before, changed(before, at, other)] as const),
);

/** A change may leave what is no schema any more. */
function usable(document: Parameters<typeof compileValidator>[0]) {
  try {
    return compileValidator(document);
  } catch (error) {
    if (error instanceof SchemaProblem) return undefined;
    throw error;
  }
}

it("data of the old schema fits the new one whenever BACKWARD lets it pass without a warning", () => {
  let compatible = 0;
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 20, maxLength: 40 }), ([before, after], values) => {
      const from = readJsonSchema(JSON.stringify(before));
      const to = readJsonSchema(JSON.stringify(after));
      if (!compareSchemas(from, to, "STRICT").isCompatible || soundnessWarnings(from, to).length > 0) return;
      const [old, now] = [usable(from), usable(to)];
      if (old === undefined || now === undefined) return;
      const fitting = values.filter((one) => old.check(one).length === 0);
      if (fitting.length > 0) compatible += 1;
      for (const one of fitting) expect(now.check(one), JSON.stringify(one)).toEqual([]);
    }),
    // A seed, so that it says the same every time.
    { numRuns: 200, seed: 20_261_121 },
  );
  // Else the property would be true of nothing.
  expect(compatible).toBeGreaterThan(10);
});
