import fc from "fast-check";
import { expect, it } from "vitest";
import type { PathSegment } from "@/flow/expression/paths";
import { readJsonSchema } from "@/flow/schema/read-json-schema";
import { SchemaProblem } from "@/flow/schema/schema-problem";
import { readShape } from "@/flow/typed/read-shape";
import { isAlwaysThere, mayHave, type ShapeType, shapeAt } from "@/flow/typed/shape";
import { randomSchema, randomValue } from "../testing/random-schema";
import { compileValidator } from "./json-validator";

function usable(document: Parameters<typeof compileValidator>[0]) {
  try {
    return compileValidator(document);
  } catch (error) {
    if (error instanceof SchemaProblem) return undefined;
    throw error;
  }
}

/** Every place of a value, the whole of it first. */
function* placesIn(
  value: unknown,
  path: readonly PathSegment[] = [],
): Generator<{ path: readonly PathSegment[]; value: unknown }> {
  yield { path, value };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesIn(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* placesIn(inner, [...path, name]);
  }
}

function typesOf(value: unknown): readonly ShapeType[] {
  if (value === null) return ["nothing"];
  if (Array.isArray(value)) return ["list"];
  if (typeof value === "string") return ["text"];
  if (typeof value === "boolean") return ["yes-no"];
  if (typeof value === "number") return Number.isInteger(value) ? ["whole-number", "number"] : ["number"];
  return ["object"];
}

it("what a schema is said to leave no room for is in no data that fits it, and what is said to be there is", () => {
  let looked = 0;
  const paths = ["a", "b", "c"].flatMap((one) => [[one], [one, "a"], [one, 0], [one, 0, "b"]]);
  fc.assert(
    fc.property(randomSchema, fc.array(randomValue, { minLength: 10, maxLength: 12 }), (schema, values) => {
      const document = readJsonSchema(JSON.stringify(schema));
      const validator = usable(document);
      if (validator === undefined) return;
      const shape = readShape(document);
      const fitting = values.filter((value) => validator.check(value).length === 0);
      for (const value of fitting) {
        const there = new Set<string>();
        for (const { path, value: inner } of placesIn(value)) {
          looked += 1;
          there.add(JSON.stringify(path));
          expect(mayHave(shape, path), JSON.stringify([path, value])).not.toBe("no");
          const types = shapeAt(shape, path)?.types;
          if (types !== undefined)
            expect(
              typesOf(inner).some((type) => types.includes(type)),
              JSON.stringify([path, types, value]),
            ).toBe(true);
        }
        // What is required of an object is not required of what is none.
        if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
        for (const path of paths.filter((one) => one.length === 1 && isAlwaysThere(shape, one)))
          expect(there.has(JSON.stringify(path)), JSON.stringify([path, value])).toBe(true);
      }
    }),
    // A seed, so that it says the same every time.
    { numRuns: 100, seed: 20_261_121 },
  );
  // Else the property would be true of nothing.
  expect(looked).toBeGreaterThan(100);
});
