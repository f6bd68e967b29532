import { existsSync, readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

interface Usage {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

function usageOf(pid: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const at = (index: number) => Number(fields[index] ?? 0);
    return { parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/**
 * Processor time that a process and its children have used, in seconds: hardly disturbed by what else the machine does, so it
 * can be compared where rates cannot. 0 where there is no /proc.
 */
function cpuSeconds(pid: number | undefined): number {
  const own = usageOf(String(pid));
  if (own === undefined || !existsSync("/proc/self/stat")) return 0;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(usageOf)
    .filter((usage) => usage?.parent === pid);
  const ticks = children.reduce((sum, usage) => sum + (usage?.own ?? 0), own.own + own.ended);
  return ticks / TICKS_PER_SECOND;
}

/** Begins to count; the answer says in words how many microseconds of processor time each piece of work has taken. */
export function countCpu(pids: Readonly<Record<string, number | undefined>>): (pieces: number) => string {
  const before = Object.values(pids).map(cpuSeconds);
  return (pieces) => {
    const parts = Object.entries(pids).map(([name, pid], index) => {
      const micros = ((cpuSeconds(pid) - (before[index] ?? 0)) / pieces) * 1e6;
      return `${name} ${micros.toFixed(0)} µs`;
    });
    return `Processor time for each: ${parts.join(", ")}.`;
  };
}
