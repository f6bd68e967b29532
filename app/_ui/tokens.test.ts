import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => `app/${file}`);

/** What only app/globals.css may say. */
const forbidden = [
  { what: "a colour in hex", pattern: /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?![\w-])/i },
  { what: "a colour function", pattern: /\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(/ },
  {
    what: "an arbitrary colour",
    pattern: /\b(?:bg|text|border|ring|outline|fill|stroke|shadow|from|to|via)-\[(?:#|rgb|hsl|okl|color)/,
  },
  { what: "an arbitrary text size", pattern: /\btext-\[[\d.]+(?:px|rem|em)\]/ },
  { what: "an arbitrary shadow", pattern: /\bshadow-\[/ },
  { what: "an arbitrary layer", pattern: /\bz-(?:\[|\d)/ },
  {
    what: "a colour of Tailwind's own palette",
    pattern:
      /\b(?:bg|text|border|ring|fill|stroke)-(?:white|black|(?:gray|slate|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d+)\b/,
  },
];

test("components name tokens only", () => {
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, at) =>
        forbidden
          .filter(({ pattern }) => pattern.test(line))
          .map(({ what }) => `${file}:${at + 1} has ${what}: ${line.trim()}`),
      ),
  );
  expect(found).toEqual([]);
});
