import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeDataFolder } from "./data-folder";

it("is made with the folders above it, and only once", () => {
  const place = mkdtempSync(join(tmpdir(), "millrace-folder-"));
  const path = join(place, "a/b");
  makeDataFolder(path);
  makeDataFolder(path);
  expect(statSync(join(path, "logs")).mode & 0o777).toBe(0o700);
  rmSync(place, { recursive: true });
});

it.runIf(existsSync("/proc/self"))("says at once where nothing can be made", () => {
  expect(() => makeDataFolder("/proc/nope/data")).toThrow(
    /^The data folder \/proc\/nope\/data cannot be made \(ENOENT/,
  );
});
