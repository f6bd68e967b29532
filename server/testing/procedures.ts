import { appRouter } from "../api/root";
import type { ProcedureMeta } from "../api/trpc";

/** What a test can know of a procedure without calling it. */
export interface KnownProcedure {
  readonly _def: {
    readonly type: "query" | "mutation" | "subscription";
    readonly meta?: ProcedureMeta;
  };
}

/** Every procedure of the router by its path, such as `events.scan`. The type shows a tree here, the value is flat. */
export const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, KnownProcedure>,
);
