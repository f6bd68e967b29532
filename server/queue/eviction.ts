/**
 * What is wrong with how a Redis makes room when its memory is full, as a sentence for whoever runs it; undefined when
 * nothing is. Evicted keys would be jobs and locks, and a queue that loses those works far slower than one that says no.
 * @param memory the answer to `INFO memory`, which managed Redis services allow where `CONFIG GET` is refused
 */
export function evictionProblem(memory: string): string | undefined {
  const [, policy] = /^maxmemory_policy:(\S+)/m.exec(memory) ?? [];
  if (policy === undefined || policy === "noeviction") return undefined;
  return `Redis throws away keys when its memory is full (maxmemory-policy ${policy}), and jobs are among them. Set maxmemory-policy to noeviction, or unset REDIS_URL.`;
}
