import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { StartFailure } from "../prepare/start-failure.mjs";

const minFreeBytes = 200_000_000;

/**
 * Where this clone keeps its data: MILLRACE_DATA_DIR, else `.millrace` in the clone, else (as root) a place that the unprivileged
 * user who runs the database can enter, whatever the mode of the folders above the clone.
 */
export function dataFolderOf(root: string, variables: NodeJS.ProcessEnv): string {
  if (variables.MILLRACE_DATA_DIR) return resolve(root, variables.MILLRACE_DATA_DIR);
  if (process.getuid?.() !== 0) return join(root, ".millrace");
  return join("/var/lib/millrace", createHash("sha256").update(root).digest("hex").slice(0, 12));
}

/** The folder as a person reads it: from where they stand, when it is below that. */
export function shownFolder(path: string, from: string): string {
  const short = relative(from, path);
  return short.startsWith("..") || short === "" ? path : `./${short}`;
}

/** Where our processes log, below the data folder. */
export function logsFolder(dataDir: string): string {
  return join(dataDir, "logs");
}

/** Like `mkdirSync` with `recursive`, which never returns where nothing can be made, such as below /proc. */
function makeFolder(path: string, mode: number): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path), mode);
  mkdirSync(path, { mode });
}

/**
 * Makes the data folder.
 * @throws StartFailure when it cannot be made, or its disk has less than 200 MB left
 */
export function makeDataFolder(path: string): void {
  try {
    // As root, other users may pass through to the folders that are theirs, and see nothing on the way.
    makeFolder(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    makeFolder(logsFolder(path), 0o700);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(
      `The data folder ${path} cannot be made (${reason}). Choose another one with MILLRACE_DATA_DIR.`,
    );
  }
  const { bavail, bsize } = statfsSync(path);
  const freeBytes = bavail * bsize;
  if (freeBytes < minFreeBytes) {
    throw new StartFailure(
      `The disk that holds ${path} is full: ${Math.floor(freeBytes / 1e6)} MB are free, Millrace needs 200 MB to start. Free some space, or choose another disk with MILLRACE_DATA_DIR.`,
    );
  }
}

/** The installation's secret: from the environment, else made once into the data folder. */
export function secretOf(dataDir: string, variables: NodeJS.ProcessEnv): string {
  if (variables.MILLRACE_SECRET) return variables.MILLRACE_SECRET;
  if (variables.DATABASE_URL) {
    throw new StartFailure(
      `With a database of your own (DATABASE_URL), set MILLRACE_SECRET too, the same for every process. A fresh one: ${randomBytes(32).toString("base64url")}`,
    );
  }
  const file = join(dataDir, "secret");
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8").trim();
}
