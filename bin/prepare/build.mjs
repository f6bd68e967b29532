import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { runStep } from "./run-step.mjs";

const tools = ["package-lock.json", "tsconfig.json"];
const sources = ["flow", "nodes", "server", "templates", "prisma/schema.prisma"];
const pageSources = [
  "app",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "instrumentation.ts",
  "proxy.ts",
];

/** The processes, each bundled from one file: what `dist` holds. */
export const entries = {
  supervisor: "bin/supervisor/supervise.ts",
  web: "server/web/main.ts",
  workers: "workers/main.ts",
  sandbox: "workers/runtime/sandbox/main.ts",
  millrace: "bin/cli/run.ts",
};

/**
 * Options of esbuild for our own processes: our sources in one file each, packages from node_modules.
 * @returns {import("esbuild").BuildOptions}
 */
export function bundleOptions(root, names) {
  const present = names.filter((name) => existsSync(join(root, entries[name])));
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present.map((name) => [name, entries[name]])),
    outdir: join(root, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    alias: { "@": root },
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  };
}

/** Bundles the processes into `dist`, unless nothing changed since. */
export async function buildProcesses(root) {
  const stampFile = join(root, "dist/.stamp");
  const value = fingerprint(root, [...tools, ...sources, "bin", "workers"]);
  if (isStamped(stampFile, value)) return;
  const esbuild = await import("esbuild");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  await esbuild.build(bundleOptions(root, Object.keys(entries)));
  // Else its own process would stay as long as ours.
  await esbuild.stop();
  stamp(stampFile, value);
}

function pagesFingerprint(root) {
  return fingerprint(root, [...tools, ...sources, ...pageSources]);
}

/** Whether the pages in `.next` were built from the present sources. */
export function hasBuiltPages(root) {
  return isStamped(join(root, ".next/.millrace-stamp"), pagesFingerprint(root));
}

/** Builds the pages with Next. */
export async function buildPages(root) {
  const value = pagesFingerprint(root);
  // Called without npx and npm, which would hold 66 MB meanwhile.
  const args = [join(root, "node_modules/next/dist/bin/next"), "build"];
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await runStep("Building the pages", process.execPath, args, { cwd: root, env });
  stamp(join(root, ".next/.millrace-stamp"), value);
}
