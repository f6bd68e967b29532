import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** Pictures in place of tests: `npm run screenshots`. */
export default defineConfig({
  ...tests,
  testDir: "e2e/screenshots",
  testMatch: "**/*.shots.ts",
  timeout: 180_000,
});
