import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { buildProcesses } from "@/bin/prepare/build.mjs";
import { type PoolOptions, RunnerPool } from "../runtime/sandbox/runner-pool";

const root = join(import.meta.dirname, "../..");

/**
 * Gives the test file that calls it pools of the very processes that an installation runs, fence and all. A pool lasts
 * for the file, or for its test when `isOwn` is set.
 */
export function testRunners(): (options?: PoolOptions & { readonly isOwn?: boolean }) => RunnerPool {
  const shared: RunnerPool[] = [];
  const own: RunnerPool[] = [];
  const close = (pools: RunnerPool[]) => {
    for (const pool of pools.splice(0)) pool.close();
  };
  beforeAll(() => buildProcesses(root));
  afterEach(() => close(own));
  afterAll(() => close(shared));
  return ({ isOwn = false, ...options } = {}) => {
    const [known] = shared;
    if (!isOwn && known) return known;
    const pool = new RunnerPool({ file: join(root, "dist/sandbox.mjs"), ...options });
    (isOwn ? own : shared).push(pool);
    return pool;
  };
}
