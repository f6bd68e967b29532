import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { navGroups } from "./nav-items";

const root = "app/w/[workspace]";
const segments = navGroups.flat().map((item) => item.segment);

/** Reached from another page, and so not in the navigation. */
const elsewhere = new Set(["templates", "dead-letters"]);

test("every entry of the navigation leads to a page", () => {
  expect(segments.filter((segment) => !existsSync(`${root}/${segment}/page.tsx`))).toEqual([]);
});

test("every area of a workspace is in the navigation", () => {
  const areas = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${root}/${entry.name}/page.tsx`))
    .map((entry) => entry.name);
  expect(areas.filter((area) => !segments.includes(area) && !elsewhere.has(area))).toEqual([]);
});
