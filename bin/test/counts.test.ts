import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkCount, playwrightCount, vitestCount } from "./counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "millrace-counts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

it("counts the tests of Vitest", () => {
  expect(vitestCount(report({ numPassedTests: 7, numFailedTests: 2 }), 1)).toEqual({ passed: 7, failed: 2 });
});

it("counts a run that broke without a failed test as one failure", () => {
  expect(vitestCount(report({ numPassedTests: 7, numFailedTests: 0 }), 1)).toEqual({ passed: 7, failed: 1 });
  expect(playwrightCount(join(folder, "missing.json"), 1)).toEqual({ passed: 0, failed: 1 });
});

it("counts a flaky test of the browser as failed", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCount(report({ stats }), 1)).toEqual({ passed: 3, failed: 2 });
});

it("counts a check as one", () => {
  expect(checkCount(0)).toEqual({ passed: 1, failed: 0 });
  expect(checkCount(2)).toEqual({ passed: 0, failed: 1 });
});
