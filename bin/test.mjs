#!/usr/bin/env node
// Everything that must hold, from a fresh clone. The last line says how many tests passed and failed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPages, buildProcesses, hasBuiltPages } from "./prepare/build.mjs";
import { generate } from "./prepare/generate.mjs";
import { install, isInstalled } from "./prepare/install.mjs";
import { refuseOldNode } from "./prepare/node-version.mjs";
import { createProgress } from "./prepare/progress.mjs";
import { stopSteps } from "./prepare/run-step.mjs";
import { checkCount, playwrightCount, vitestCount } from "./test/counts.mjs";
import { runVisible, stopVisible } from "./test/run-visible.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const reports = mkdtempSync(join(tmpdir(), "millrace-reports-"));
const progress = createProgress();
const total = { passed: 0, failed: 0 };
const summary = [];
let isStopped = false;

const binary = (path) => join(root, "node_modules", path);
const vitest = binary("vitest/vitest.mjs");
const tsc = binary("typescript/bin/tsc");

/** One step: its title, the command, and how its outcome is counted. */
const steps = [
  { title: "Lint", args: [binary("@biomejs/biome/bin/biome"), "ci", "--max-diagnostics=50"] },
  { title: "Types", args: [tsc, "--noEmit", "-p", "."] },
  { title: "Types of the pure core", args: [tsc, "--noEmit", "-p", "flow"] },
  { title: "Architecture", args: [join(root, "bin/check-architecture.mjs")] },
  { title: "Unused code", args: [binary("knip/bin/knip.js")] },
  ...["unit", "integration"].map((project) => {
    const file = join(reports, `${project}.json`);
    return {
      title: `${project === "unit" ? "Unit" : "Integration"} tests`,
      args: [
        vitest,
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
      ],
      count: (code) => vitestCount(file, code),
    };
  }),
  { title: "Build", work: () => (hasBuiltPages(root) ? undefined : buildPages(root)) },
  {
    title: "Browser tests",
    args: [binary("@playwright/test/cli.js"), "test", "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, "browser.json") },
    count: (code) => playwrightCount(join(reports, "browser.json"), code),
  },
];

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    isStopped = true;
    stopSteps();
    stopVisible(signal);
  });
}

function sayFailure(error) {
  if (error.name !== "StartFailure") console.error(error);
  else console.error(error.detail ? `${error.message}\n\n${error.detail}` : error.message);
}

async function exitCodeOf({ args, env, work }) {
  if (!work) return runVisible(root, args, env);
  try {
    await work();
    return 0;
  } catch (error) {
    sayFailure(error);
    return 1;
  }
}

async function runStep(step) {
  console.info(`\n── ${step.title}`);
  const started = Date.now();
  const code = await exitCodeOf(step);
  const { passed, failed } = (step.count ?? checkCount)(code);
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  summary.push(`${failed === 0 ? "✓" : "✗"} ${step.title}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

try {
  refuseOldNode();
  if (!isInstalled(root)) await progress.during("Installing packages", () => install(root));
  const { ensureSystemPackages } = await import("./test/system-packages.mjs");
  await ensureSystemPackages(progress);
  await progress.during("Preparing", async () => {
    await generate(root);
    await buildProcesses(root);
  });
  for (const step of steps) if (!isStopped) await runStep(step);
} catch (error) {
  sayFailure(error);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (isStopped) {
  console.error("Stopped before the end.");
  total.failed += 1;
}
console.info(`\n${summary.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
