import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = [
  "quickjs-emscripten-core",
  "@jitl/quickjs-wasmfile-release-sync",
  "@jitl/quickjs-ffi-types",
];

/** As sources, under tsx; else the bundle that stands beside ours. */
function ownFile(): string {
  const isSource = import.meta.filename.endsWith(".ts");
  return join(import.meta.dirname, isSource ? "main.ts" : "sandbox.mjs");
}

/** How this Node.js is told to fence a process; undefined: it cannot, and runners have their engine alone around the code. */
export const fenceFlag = ["--permission", "--experimental-permission"].find((name) =>
  process.allowedNodeEnvironmentFlags.has(name),
);

/** What a runner may do: read its own program. No other files, no processes, no threads, no native code. */
function fence(file: string): string[] {
  if (fenceFlag === undefined) return [];
  const modules = dirname(dirname(dirname(fileURLToPath(import.meta.resolve("quickjs-emscripten-core")))));
  const folders = packages.map((name) => `--allow-fs-read=${join(modules, name)}/*`);
  return [fenceFlag, `--allow-fs-read=${file}`, ...folders];
}

/**
 * Starts a runner: no environment, no open files but two pipes, a small heap, and only its own files to read. As sources
 * it has no fence: what translates them reads and writes where it likes.
 */
export function startRunner(file = ownFile()): ChildProcess {
  const isSource = file.endsWith(".ts");
  const flags = [
    ...(isSource ? ["--import", "tsx"] : fence(file)),
    "--no-warnings",
    "--max-old-space-size=128",
    // Else the address space of every memory stays reserved until the memory is collected.
    "--disable-wasm-trap-handler",
  ];
  return spawn(process.execPath, [...flags, file], {
    // As sources it finds tsx from here; else all paths are absolute.
    cwd: isSource ? process.cwd() : "/",
    env: { TZ: "UTC", NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
  });
}
