import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not here.
    return false;
  }
}

/**
 * The browser for the tests: Playwright's own when it was downloaded, else a Chromium or Chrome of this machine.
 * @param {string} ownPath where Playwright would keep its own
 * @returns {string | undefined}
 */
export function findBrowser(ownPath) {
  if (existsSync(ownPath)) return ownPath;
  const folders = [...(process.env.PATH ?? "").split(delimiter).filter(Boolean), ...places];
  const paths = folders.flatMap((folder) => [folder, ...names.map((name) => join(folder, name))]);
  return paths.find((path) => /chrom/i.test(path.split("/").at(-1) ?? "") && isExecutable(path));
}
