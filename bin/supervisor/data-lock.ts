import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { StartFailure } from "../prepare/start-failure.mjs";
import { commandOf } from "./leftover";

const lockSchema = z.object({ pid: z.int(), bornAt: z.string(), id: z.string() });

type Lock = z.infer<typeof lockSchema>;

/** When a process was born, so that a process id that was given out again is not taken for the old one. */
function bornAt(pid: number): string {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return "";
  // Field 22; the second field is the name in brackets and may hold anything.
  const text = readFileSync(stat, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function readLock(file: string): Lock | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Cut short by a power cut: nobody holds it.
    return undefined;
  }
}

/** The process that holds the lock of a data folder, if it still lives. */
export function lockHolder(dataDir: string): number | undefined {
  const lock = readLock(join(dataDir, "lock"));
  if (!lock || commandOf(lock.pid) === undefined || bornAt(lock.pid) !== lock.bornAt) return undefined;
  return lock.pid;
}

/**
 * Takes a data folder for this process; a lock whose owner is gone is taken over.
 * @returns how to give it back
 * @throws StartFailure when another Millrace runs on it
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, "lock");
  const holder = lockHolder(dataDir);
  if (holder !== undefined) {
    throw new StartFailure(
      `Millrace already runs on ${dataDir} (process ${holder}). Stop that one first, or choose another folder with MILLRACE_DATA_DIR.`,
    );
  }
  const mine: Lock = { pid: process.pid, bornAt: bornAt(process.pid), id: randomUUID() };
  rmSync(file, { force: true });
  try {
    writeFileSync(file, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return lockDataFolder(dataDir);
    throw error;
  }
  const release = () => {
    if (readLock(file)?.id === mine.id) rmSync(file, { force: true });
  };
  return release;
}
