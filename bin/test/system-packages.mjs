import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findBrowser } from "../prepare/find-browser.mjs";
import { runStep } from "../prepare/run-step.mjs";
import { StartFailure } from "../prepare/start-failure.mjs";

/** How each package manager installs, and what it calls a Redis server and a Chromium. */
const managers = [
  {
    command: "apt-get",
    before: ["update"],
    install: ["install", "-y", "--no-install-recommends"],
    redis: "redis-server",
    browser: "chromium",
  },
  { command: "dnf", install: ["install", "-y"], redis: "redis", browser: "chromium" },
  { command: "apk", install: ["add"], redis: "redis", browser: "chromium" },
  { command: "pacman", install: ["-S", "--noconfirm"], redis: "redis", browser: "chromium" },
];

function isOnPath(command) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders, "/usr/sbin", "/sbin"].some((folder) => existsSync(join(folder, command)));
}

/** The words to put before a command to run it as root, or undefined when we may not. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

async function missingPackages() {
  const { chromium } = await import("playwright-core");
  const missing = [];
  if (!isOnPath("redis-server") && !isOnPath("valkey-server")) missing.push("redis");
  if (!findBrowser(chromium.executablePath())) missing.push("browser");
  return missing;
}

/**
 * Makes sure that the tests find a Redis and a Chromium, installing them where that is allowed.
 * @throws StartFailure that says what to install
 */
export async function ensureSystemPackages(progress) {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const manager = managers.find(({ command }) => isOnPath(command));
  const prefix = asRoot();
  const wanted = missing.map((kind) => (manager ?? managers[0])[kind]).join(" ");
  const advice = `The tests need ${missing.map((kind) => (kind === "redis" ? "redis-server (6.2 or newer)" : "a Chromium")).join(" and ")}. Install what is missing and run npm test again; on Debian: apt-get install ${wanted}`;
  if (!manager || !prefix) throw new StartFailure(advice);
  const run = ([command, ...args]) =>
    runStep(command, command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    });
  try {
    await progress.during(`Installing ${wanted}`, async () => {
      if (manager.before) await run([...prefix, manager.command, ...manager.before]);
      await run([...prefix, manager.command, ...manager.install, ...wanted.split(" ")]);
    });
  } catch (error) {
    throw new StartFailure(advice, error.detail ?? error.message);
  }
  if ((await missingPackages()).length > 0) throw new StartFailure(advice);
}
