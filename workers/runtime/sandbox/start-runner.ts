import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** As sources, under tsx and in tests; else the bundle that stands beside ours. */
const isSource = import.meta.filename.endsWith(".ts");

function runnerFile(): string {
  return isSource ? join(import.meta.dirname, "main.ts") : join(import.meta.dirname, "sandbox.mjs");
}

/** The folders of the two packages that a runner loads. */
function packageFolders(): string[] {
  const parts = ["quickjs-emscripten-core", "@jitl/quickjs-wasmfile-release-sync", "@jitl/quickjs-ffi-types"];
  const modules = dirname(dirname(dirname(fileURLToPath(import.meta.resolve("quickjs-emscripten-core")))));
  return parts.map((part) => join(modules, part));
}

/** What a runner may do: read its own program. No other files, no processes, no threads, no native code. */
function fence(): string[] {
  const flag = ["--permission", "--experimental-permission"].find((name) =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  // The loader of the sources reads and writes where it likes.
  if (flag === undefined || isSource) return [];
  const folders = packageFolders().map((folder) => `--allow-fs-read=${folder}/*`);
  return [flag, `--allow-fs-read=${runnerFile()}`, ...folders];
}

/** Starts a runner: no environment, no open files but the two pipes, a small heap, and only its own files to read. */
export function startRunner(): ChildProcess {
  const flags = [
    ...fence(),
    "--no-warnings",
    "--max-old-space-size=128",
    // Without reserving the address space of every memory for as long as it is not collected.
    "--disable-wasm-trap-handler",
    ...(isSource ? ["--import", "tsx"] : []),
  ];
  return spawn(process.execPath, [...flags, runnerFile()], {
    // The paths are absolute; nothing is kept in a folder.
    cwd: isSource ? process.cwd() : "/",
    env: { TZ: "UTC", NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
  });
}
