import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { expressionFunctions } from "./functions";

it("stands in the guide, function by function", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../docs/guides/expressions.md"), "utf8");
  const missing = [...expressionFunctions.values()]
    .flatMap(({ name, signature }) => [name, signature])
    .filter((written) => !guide.includes(`\`${written}`));
  expect(missing).toEqual([]);
});
