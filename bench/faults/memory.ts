import { readFileSync } from "node:fs";
import type { NodeProcess } from "../stage/node-process";

/** Megabytes of memory that processes hold by now; undefined where the system does not say. */
function heldBy(processes: readonly NodeProcess[]): number | undefined {
  try {
    const kilobytes = processes.map(({ child }) => {
      const [, resident] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return Number(resident ?? 0);
    });
    return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
  } catch {
    return undefined;
  }
}

/** What the memory of processes did while it was watched, in megabytes. */
export interface Memory {
  /** The most in the first third of the time, when caches fill and the heap finds its size. */
  readonly first: number;
  /** The most in the last third. */
  readonly last: number;
}

const EVERY_MS = 200;
/** A heap that is not under pressure may grow that much before it is collected. */
const ALLOWANCE_MB = 100;

/** Watches the memory of processes until it is asked. */
export function watchMemory(processes: () => readonly NodeProcess[]): () => Memory {
  const seen: number[] = [];
  const timer = setInterval(() => {
    const held = heldBy(processes());
    if (held !== undefined) seen.push(held);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    const third = Math.ceil(seen.length / 3);
    return { first: Math.max(0, ...seen.slice(0, third)), last: Math.max(0, ...seen.slice(-third)) };
  };
}

/** Throws when memory grew with what waits or with what was worked off. */
export function expectFlat({ first, last }: Memory): void {
  if (last > 1.5 * first + ALLOWANCE_MB)
    throw new Error(`The memory of the workers grew from ${first.toFixed(0)} to ${last.toFixed(0)} MB.`);
}

/** A memory for people. */
export function sayMemory({ first, last }: Memory): string {
  return `workers held ${first.toFixed(0)} MB at first, ${last.toFixed(0)} MB at last`;
}
