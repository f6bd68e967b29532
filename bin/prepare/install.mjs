import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runStep } from "./run-step.mjs";

function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).packages ?? {}) : undefined;
}

/** Whether node_modules holds what the lock asks for; npm keeps its own record of what it installed. */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, "package-lock.json")) ?? {};
  const present = packagesOf(join(root, "node_modules/.package-lock.json"));
  if (!present) return false;
  // An image that was built and then pruned needs no tools any more.
  const isPruned = process.env.NODE_ENV === "production" && existsSync(join(root, "dist/.stamp"));
  return Object.entries(wanted).every(([path, { version, optional, dev, link, extraneous }]) => {
    if (path === "" || link || extraneous) return true;
    const found = present[path];
    // Optional packages are binaries for other platforms; the one for ours is there or npm found none.
    return found ? found.version === version : Boolean(optional || (isPruned && dev));
  });
}

/** Installs what the lock names and leaves the lock as it is. */
export async function install(root) {
  const lockFile = join(root, "package-lock.json");
  const lock = readFileSync(lockFile);
  // Under `npm start` this is the very npm that was called; no shell and no PATH needed.
  const npm = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  const [command, ...args] = [
    ...npm,
    "install",
    "--include=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
  ];
  try {
    await runStep("npm install", command, args, { cwd: root });
  } finally {
    // Other versions of npm write the lock a little differently; that is not a change of ours.
    if (!readFileSync(lockFile).equals(lock)) writeFileSync(lockFile, lock);
  }
}
