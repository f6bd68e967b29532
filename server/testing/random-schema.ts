import fc from "fast-check";

type Raw = Record<string, unknown>;

const names = ["a", "b", "c"];
const few = fc.integer({ min: 0, max: 4 });

/** Values that the schemas below are about; many fit, many do not. */
export const { value: randomValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 3, 4, 0.5, "", "x", "xy", "xyz", "2026-01-01"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3 }),
  ),
}));

const optional = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Raw> =>
  fc.record(shape, { requiredKeys: [] });

/** Small schemas of all kinds, sensible or not. */
export const { schema: randomSchema } = fc.letrec<{ schema: Raw | boolean }>((tie) => {
  const inner = tie("schema");
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<Raw | boolean>({}, true, false, { type: "null" }, { type: "boolean" }),
      optional({
        minLength: few,
        maxLength: few,
        pattern: fc.constantFrom("^x", "y"),
        format: fc.constant("date"),
      }).map((rest) => ({ type: "string", ...rest })),
      optional({
        minimum: few,
        maximum: few,
        exclusiveMinimum: few,
        multipleOf: fc.constantFrom(1, 2),
      }).chain((rest) => fc.constantFrom("number", "integer").map((type) => ({ type, ...rest }))),
      fc
        .array(fc.constantFrom<unknown>(1, "x", null, true), { minLength: 1, maxLength: 3 })
        .map((list) => ({ enum: list })),
      optional({
        items: inner,
        minItems: few,
        maxItems: few,
        uniqueItems: fc.boolean(),
        contains: inner,
      }).map((rest) => ({
        type: "array",
        ...rest,
      })),
      optional({
        properties: fc.dictionary(fc.constantFrom(...names), inner, { maxKeys: 3 }),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
        additionalProperties: inner,
        patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), inner, { maxKeys: 1 }),
        minProperties: few,
        maxProperties: few,
      }).map((rest) => ({ type: "object", ...rest })),
      fc
        .record({
          branches: fc.array(inner, { minLength: 1, maxLength: 3 }),
          how: fc.constantFrom("allOf", "anyOf", "oneOf"),
        })
        .map(({ how, branches }) => ({ [how]: branches })),
      inner.map((not) => ({ not })),
      fc
        .uniqueArray(fc.constantFrom("string", "integer", "number", "null", "object"), { minLength: 1 })
        .map((type) => ({ type })),
    ),
  };
});
