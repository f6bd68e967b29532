import { Script } from "node:vm";
import * as z from "zod";
import { useCase } from "../use-case";

/** Where code cannot be read. */
export interface CodeProblem {
  /** From 1; past the last line where something is missing at the end. */
  readonly line: number;
  readonly message: string;
}

/** The code is read here and never run; the sandbox that runs it puts the same frame around it. */
export const checkCode = useCase(
  "flow.edit",
  z.object({ code: z.string().max(50_000) }),
  async (_deps, _actor, { code }): Promise<{ problem: CodeProblem | null }> => ({ problem: problemIn(code) }),
);

function problemIn(code: string): CodeProblem | null {
  try {
    new Script(`(async function (event, steps) { "use strict";\n${code}\n})`, {
      filename: "code.js",
      lineOffset: -1,
    });
    return null;
  } catch (error) {
    if (error instanceof RangeError) return { line: 1, message: "It is nested too deeply to be read." };
    if (!(error instanceof SyntaxError)) throw error;
    const line = Number(/^code\.js:(-?\d+)/.exec(error.stack ?? "")?.[1] ?? 1);
    return { line: Math.max(1, line), message: error.message };
  }
}
