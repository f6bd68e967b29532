import { expect, it } from "vitest";
import { prettyJson } from "./pretty-json";

it("puts JSON into lines, and leaves alone what that would change", () => {
  expect(prettyJson('{"a":1,"b":["x y"]}')).toBe('{\n  "a": 1,\n  "b": [\n    "x y"\n  ]\n}');
  expect(prettyJson('{"n":12345678901234567890}')).toBe('{"n":12345678901234567890}');
  expect(prettyJson('{"a":1,"a":2}')).toBe('{"a":1,"a":2}');
  expect(prettyJson("no JSON")).toBe("no JSON");
});
