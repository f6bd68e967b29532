import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isNodeIcon } from "./node-icon";

test("every icon that a definition names is known here", () => {
  const files = readdirSync("nodes", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("/definition.ts"))
    .map((file) => `nodes/${file}`);
  expect(files.length).toBeGreaterThan(0);
  const unknown = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bicon: "([^"]+)"/g)]
      .map((match) => match[1] ?? "")
      .filter((name) => !isNodeIcon(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(unknown).toEqual([]);
});
