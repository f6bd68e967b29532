import type { Wrong } from "./messages";

/** What the guest threw, read out of it. */
export interface Thrown {
  readonly name?: string | undefined;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Without memory not even an error can be made. */
  readonly isNull?: boolean;
}

/** The first place in a stack that is in the code itself. The first line of the source is the frame around the code. */
function lineIn(stack: string | undefined): number | undefined {
  const found = /\bcode\.js:(\d+)/.exec(stack ?? "")?.[1];
  const line = Number(found) - 1;
  return line >= 1 ? line : undefined;
}

/**
 * Tells what a thrown thing means.
 * @param isLate the time limit has passed
 * @param hasGrown the run has needed more memory than it began with
 */
export function wrongOf({ name, message, stack, isNull }: Thrown, isLate: boolean, hasGrown: boolean): Wrong {
  const line = lineIn(stack);
  const at = line === undefined ? {} : { line };
  const isInternal = name === "InternalError";
  // Also when the time ran out while the error itself was read: it can have getters. Where it was interrupted the engine
  // does not know: the line that it says is that of the last call.
  if (isLate && ((isInternal && message === "interrupted") || message === ""))
    return { kind: "time", message: "" };
  if (isInternal && message === "out of memory") return { kind: "memory", message: "", ...at };
  if (hasGrown && isNull) return { kind: "memory", message: "" };
  if (message === "stack overflow") return { kind: "depth", message: "", ...at };
  if (name === "SyntaxError" && /^\s+at code\.js:/.test(stack ?? ""))
    return { kind: "syntax", message, ...at };
  const text = name === undefined || name === "Error" ? message : `${name}: ${message}`;
  return { kind: "thrown", message: text.slice(0, 1000), ...at };
}
