import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number }} Count */

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** A run that failed without a failed test (a file that could not be read, a set-up that broke) counts as one failure. */
function withExitCode({ passed, failed }, exitCode) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

/** What Vitest's JSON report says. @returns {Count} */
export function vitestCount(file, exitCode) {
  const report = readReport(file);
  const count = { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
  return withExitCode(count, exitCode);
}

/** What Playwright's JSON report says; a flaky test passed in the end, but is none that we want. @returns {Count} */
export function playwrightCount(file, exitCode) {
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(file)?.stats ?? {};
  return withExitCode({ passed: expected, failed: unexpected + flaky }, exitCode);
}

/** A check without tests of its own is one. @returns {Count} */
export function checkCount(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
