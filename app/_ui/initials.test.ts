import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Ana Lima", "AL"],
  ["ana", "A"],
  ["Jo van der Berg", "JB"],
  ["🦊 Fox", "🦊F"],
  ["", "?"],
])("%s", (name, initials) => expect(initialsOf(name)).toBe(initials));
