import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const exclude = ["node_modules/**", ".next/**", "dist/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.integration.test.ts"],
          // Some compute for a second, which takes ten times as long on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude,
          globalSetup: ["server/testing/services.ts"],
          // Only ends what hangs: what a test waits for has limits of its own.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
