import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { isInstalled } from "./install.mjs";

let folder = "";

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function clone(wanted: object, present?: object): string {
  folder = mkdtempSync(join(tmpdir(), "millrace-install-"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {}, ...wanted } }));
  mkdirSync(join(folder, "node_modules"));
  const record = join(folder, "node_modules/.package-lock.json");
  if (present) writeFileSync(record, JSON.stringify({ packages: present }));
  return folder;
}

const one = { "node_modules/one": { version: "1.0.0" } };

it("asks for an install in a fresh clone", () => {
  expect(isInstalled(clone(one))).toBe(false);
});

it("is content with what the lock names", () => {
  expect(isInstalled(clone(one, one))).toBe(true);
});

it("asks for an install when the lock names another version", () => {
  expect(isInstalled(clone(one, { "node_modules/one": { version: "0.9.0" } }))).toBe(false);
});

it("does without packages for other platforms", () => {
  expect(isInstalled(clone({ ...one, "node_modules/two": { version: "1.0.0", optional: true } }, one))).toBe(
    true,
  );
});

it("wants the tools, too", () => {
  expect(isInstalled(clone({ ...one, "node_modules/tool": { version: "1.0.0", dev: true } }, one))).toBe(
    false,
  );
});
