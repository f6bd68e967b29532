interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * What lies on cycles, in groups whose members all lead to each other: several, or one that leads to itself.
 * Tarjan's algorithm: in one walk each member learns the earliest one that it leads back to.
 */
export function cyclesIn(edges: readonly Edge[]): string[][] {
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);
  const walked = new Map<string, { readonly index: number; earliest: number; isOpen: boolean }>();
  const open: string[] = [];
  const cycles: string[][] = [];
  const walk = (key: string) => {
    const entry = { index: walked.size, earliest: walked.size, isOpen: true };
    walked.set(key, entry);
    open.push(key);
    for (const next of after.get(key) ?? []) {
      const known = walked.get(next);
      if (known === undefined) entry.earliest = Math.min(entry.earliest, walk(next).earliest);
      else if (known.isOpen) entry.earliest = Math.min(entry.earliest, known.index);
    }
    if (entry.earliest !== entry.index) return entry;
    const group = open.splice(open.indexOf(key));
    for (const member of group) {
      const closed = walked.get(member);
      if (closed) closed.isOpen = false;
    }
    if (group.length > 1 || after.get(key)?.includes(key)) cycles.push(group);
    return entry;
  };
  for (const key of after.keys()) if (!walked.has(key)) walk(key);
  return cycles;
}
