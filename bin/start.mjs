#!/usr/bin/env node
// Only `node:` imports here and in bin/prepare: this runs in a fresh clone, before anything is installed.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildPages, buildProcesses, hasBuiltPages } from "./prepare/build.mjs";
import { generate } from "./prepare/generate.mjs";
import { install, isInstalled } from "./prepare/install.mjs";
import { refuseOldNode } from "./prepare/node-version.mjs";
import { refuseTakenPort } from "./prepare/port.mjs";
import { createProgress } from "./prepare/progress.mjs";
import { stopSteps } from "./prepare/run-step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const isDevelopment = process.argv.includes("--dev");
const progress = createProgress();
const stop = new AbortController();
let lastSignalAt = 0;
let onSecondSignal = () => process.exit(1);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // Ctrl-C reaches us from the terminal and once more from npm: that is one wish, not two.
    const isEcho = Date.now() - lastSignalAt < 500;
    if (stop.signal.aborted && !isEcho) onSecondSignal();
    if (!stop.signal.aborted) {
      stop.abort();
      stopSteps();
    }
    lastSignalAt = Date.now();
  });
}
// A terminal that goes away must not end us before the databases are stopped.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
  });
}

async function main() {
  refuseOldNode();
  const roles = (process.env.MILLRACE_ROLES || "gateway,web,workers").split(",");
  const servesHttp = roles.some((role) => role.trim() === "web" || role.trim() === "gateway");
  if (servesHttp) await refuseTakenPort(Number(process.env.PORT || 3000));
  if (!isInstalled(root)) await progress.during("Installing packages", () => install(root));
  await progress.during("Preparing", async () => {
    await generate(root);
    await buildProcesses(root);
  });
  if (stop.signal.aborted) return;
  const needsPages = !isDevelopment && roles.some((role) => role.trim() === "web") && !hasBuiltPages(root);
  const { supervise } = await import(pathToFileURL(join(root, "dist/supervisor.mjs")).href);
  await supervise({
    root,
    isDevelopment,
    progress,
    stop: stop.signal,
    onSecondSignal: (action) => {
      onSecondSignal = action;
    },
    // Runs while the databases start.
    buildPages: () =>
      needsPages ? progress.during("Building the pages", () => buildPages(root)) : undefined,
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  stopSteps();
  if (stop.signal.aborted) process.exit(130);
  if (error.code === "ENOSPC") {
    console.error("The disk is full. Free some space and start again.");
  } else if (error.name === "StartFailure") {
    console.error(error.detail ? `${error.message}\n\n${error.detail}` : error.message);
  } else console.error(error);
  process.exit(1);
}
