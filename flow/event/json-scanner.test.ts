import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { checkJson, itemsOfJsonList, JsonProblem, maxJsonDepth, membersOfJsonObject } from "./json-scanner";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function accepts(bytes: Uint8Array): boolean {
  try {
    checkJson(bytes);
    return true;
  } catch (error) {
    if (error instanceof JsonProblem) return false;
    throw error;
  }
}

const suiteSchema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      expect: z.enum(["accept", "reject", "either"]),
      base64: z.string().optional(),
      generate: z.object({ repeat: z.string(), times: z.int(), suffix: z.string().default("") }).optional(),
    }),
  ),
});
const suite = suiteSchema.parse(
  JSON.parse(readFileSync(new URL("./fixtures/json-test-suite.json", import.meta.url), "utf8")),
);

describe("checkJson", () => {
  it("agrees with every case of JSONTestSuite", () => {
    expect(suite.cases.length).toBe(318);
    const wrong = suite.cases.filter(({ expect: expected, base64, generate }) => {
      const bytes = generate
        ? bytesOf(generate.repeat.repeat(generate.times) + generate.suffix)
        : Buffer.from(base64 ?? "", "base64");
      const accepted = accepts(bytes);
      return expected !== "either" && accepted !== (expected === "accept");
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it("allows 64 levels and not one more, of lists and of objects", () => {
    const list = (depth: number) => bytesOf("[".repeat(depth) + "]".repeat(depth));
    const object = (depth: number) => bytesOf(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
    for (const nest of [list, object]) {
      expect(accepts(nest(maxJsonDepth))).toBe(true);
      expect(accepts(nest(maxJsonDepth + 1))).toBe(false);
    }
    expect(accepts(bytesOf("[".repeat(1_000_000)))).toBe(false);
  });

  it("refuses a byte order mark and says where it stopped", () => {
    expect(() => checkJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))).toThrow("at byte 0");
    expect(() => checkJson(bytesOf('{"a":1,}'))).toThrow('a name in "quotes" was expected at byte 7');
    expect(() => checkJson(bytesOf('{"a":'))).toThrow("The JSON ends too early");
  });

  it("accepts what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(accepts(bytesOf(JSON.stringify(value, null, indent)))).toBe(true);
      }),
    );
  });

  it("agrees with JSON.parse on damaged JSON", () => {
    const damaged = fc
      .tuple(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.constantFrom(...'{}[]",:0-.eE+\\u \n\tntf1\u0001é'))
      .map(([value, at, piece]) => {
        const text = JSON.stringify(value);
        const index = at % (text.length + 1);
        return [
          text.slice(0, index) + piece + text.slice(index),
          text.slice(0, index) + text.slice(index + 1),
        ];
      });
    fc.assert(
      fc.property(damaged, (texts) => {
        for (const text of texts) {
          if (/[\ud800-\udfff]/.test(text)) continue;
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          expect([text, accepts(bytesOf(text))]).toEqual([text, isJson]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says yes or no to any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => typeof accepts(bytes) === "boolean"));
  });
});

describe("slices", () => {
  it("are the very bytes of each member, repeated names included", () => {
    const bytes = bytesOf('{ "a" : 1.0 , "b":{"x": 1,"x":2}, "\\u0061":[ ] }');
    const members = membersOfJsonObject(bytes) ?? [];
    expect(members.map(({ name, start, end }) => [name, textOf(bytes.subarray(start, end))])).toEqual([
      ["a", "1.0"],
      ["b", '{"x": 1,"x":2}'],
      ["a", "[ ]"],
    ]);
    expect(membersOfJsonObject(bytesOf("[1]"))).toBeUndefined();
  });

  it("names and items come back as they went in", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ maxDepth: 3 })), (object) => {
        const bytes = bytesOf(JSON.stringify(object));
        const members = membersOfJsonObject(bytes) ?? [];
        const read = members.map(({ name, start, end }) => [
          name,
          JSON.parse(textOf(bytes.subarray(start, end))),
        ]);
        expect(read).toEqual(Object.entries(JSON.parse(JSON.stringify(object))));
        const list = bytesOf(JSON.stringify(Object.values(object)));
        expect((itemsOfJsonList(list) ?? []).length).toBe(Object.keys(object).length);
      }),
    );
  });
});
