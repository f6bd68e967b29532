import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateExpression } from "./evaluate";
import { ExpressionError } from "./expression-error";
import { chipFormats, readChip, writeChip } from "./field-chip";

const roots = {
  data: { name: "Ana", total: 1234.5, text: "7", placed: "2027-01-05T13:04:00Z", none: null, empty: "" },
  event: {},
  steps: {},
  now: new Date("2027-01-31T13:00:00Z"),
};
const value = (chip: Parameters<typeof writeChip>[0]) => evaluateExpression(writeChip(chip), roots);

it("is read back as it was written", () => {
  const chips = fc.record({
    path: fc.constantFrom("data.name", "data.items[0].price", "steps.lookup1.body", 'data["a b"]'),
    format: fc.option(fc.constantFrom(...chipFormats), { nil: undefined }),
    ifEmpty: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(chips, (chip) => {
      expect(readChip(writeChip(chip))).toEqual(chip);
    }),
  );
});

it("writes what people read", () => {
  expect(value({ path: "data.name", format: "upper" })).toBe("ANA");
  expect(value({ path: "data.total", format: "number-2" })).toBe("1234.50");
  expect(value({ path: "data.text", format: "number-0" })).toBe("7");
  expect(value({ path: "data.placed", format: "date" })).toBe("5 Jan 2027");
  expect(value({ path: "data.placed", format: "date-time" })).toBe("5 Jan 2027 13:04");
  expect(value({ path: "data.placed", format: "date-short" })).toBe("05.01.2027");
});

it("writes something else for what is missing, null or empty, in every format", () => {
  for (const path of ["data.nothing", "data.none", "data.empty"]) {
    for (const format of [undefined, ...chipFormats]) {
      expect(value({ path, format, ifEmpty: 'a "friend"' })).toBe('a "friend"');
    }
  }
});

it("knows what a chip cannot say", () => {
  for (const expression of ["data.a + data.b", "upper(data.name)", "orElse(data.name, data.other)", ""]) {
    expect(readChip(expression)).toBeUndefined();
  }
});

it("says which date cannot be written", () => {
  expect(() => value({ path: "data.name", format: "date" })).toThrow(ExpressionError);
});
