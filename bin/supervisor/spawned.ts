import type { ChildProcess } from "node:child_process";

const living = new Map<ChildProcess, NodeJS.Signals>();

/** Remembers a child until it ends, so that none can be left behind whatever state the start is in. */
export function remember<Child extends ChildProcess>(child: Child, killSignal: NodeJS.Signals): Child {
  living.set(child, killSignal);
  child.once("exit", () => living.delete(child));
  return child;
}

/** Ends every child at once. */
export function killAll(): void {
  for (const [child, signal] of living) child.kill(signal);
}
