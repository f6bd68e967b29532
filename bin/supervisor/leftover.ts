import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The command line of a process, or undefined when there is none with this id. */
export function commandOf(pid: number): string | undefined {
  try {
    if (existsSync("/proc/self/cmdline"))
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    // No such process.
    return undefined;
  }
}

/**
 * Stops a service that outlived a supervisor that was killed.
 * @param pidFile where the service wrote its process id in the first line
 * @param mark a piece of its command line that proves that the id was not reused by something else
 * @returns whether there was one
 */
export async function stopLeftover(pidFile: string, mark: string, signal: NodeJS.Signals): Promise<boolean> {
  if (!existsSync(pidFile)) return false;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  if (!Number.isInteger(pid) || pid < 2 || !commandOf(pid)?.includes(mark)) return false;
  process.kill(pid, signal);
  const patient = Date.now() + 20_000;
  while (commandOf(pid)?.includes(mark)) {
    if (Date.now() > patient) process.kill(pid, "SIGKILL");
    await sleep(50);
  }
  return true;
}
