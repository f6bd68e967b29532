import { expect, it } from "vitest";
import { codeOfPath } from "./code-of-path";

it.each([
  ["data.total", "event.data.total"],
  ["data", "event.data"],
  ['data.items[0]["order no"]', 'event.data.items[0]["order no"]'],
  ["steps.look-up.body", 'steps["look-up"].body'],
  ["event.id", "event.id"],
])("%s", (path, code) => expect(codeOfPath(path)).toBe(code));
