import { chromium, defineConfig } from "@playwright/test";
import { findBrowser } from "./bin/prepare/find-browser.mjs";

const browser = findBrowser(chromium.executablePath());

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  // Each worker holds a whole installation; two would fight for the two cores of a small machine.
  workers: 1,
  retries: 0,
  // Only ends what hangs: each step has a limit of its own.
  timeout: 300_000,
  // What takes a second or two when nothing else runs takes ten on a busy machine.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 60_000,
    viewport: { width: 1280, height: 720 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      // A browser of the system runs as root on test machines, and must not look for updates meanwhile.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
