import { expect, it } from "vitest";
import { returnedFields } from "./returned-fields";

it.each([
  ["return { total, name: 'Ana', n: 3, ok: true };", ["total unknown", "name text", "n number", "ok yes-no"]],
  [
    "const f = () => { return { inner: 1 }; };\nreturn { outer: f(1, 2), next: [1, { no: 1 }] }",
    ["outer unknown", "next unknown"],
  ],
  ["if (x) { return { early: 1 }; }\nreturn { late: 1 + 1 };", ["late unknown"]],
  [
    "return { ...event.data, 'a b': 1, 'c': 2, [d]: 3, e() { return { f: 1 }; }, g: { h: 1 } }",
    ["c number", "g unknown"],
  ],
  ["return event.data", []],
  ["// return { no: 1 }\nreturn 1", []],
  ["return {", []],
  ["return { half", []],
  ["", []],
])("%s", (code, expected) => {
  expect(returnedFields(code).map(({ name, type }) => `${name} ${type}`)).toEqual(expected);
});
