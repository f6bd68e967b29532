import * as z from "zod";
import { type TestRunResult, testRunResultSchema } from "@/flow/test-run/test-run";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { waitForHint } from "../live/hints";
import { useCase } from "../use-case";

/** How a run of a draft stands. */
export type TestRunState =
  | { readonly kind: "waiting" | "running" }
  | { readonly kind: "done"; readonly result: TestRunResult }
  | { readonly kind: "failed"; readonly message: string };

const POLL_MS = 500;

async function readState(deps: Deps, actor: Actor, id: string): Promise<TestRunState> {
  const row = await deps.db.testRun.findFirst({
    where: { id, workspaceId: actor.workspaceId },
    select: { state: true, result: true, message: true },
  });
  if (row === null) throw new AppError("not-found", "This run is not kept any more. Run the draft again.");
  if (row.state === "done") return { kind: "done", result: testRunResultSchema.parse(row.result) };
  if (row.state === "failed") return { kind: "failed", message: row.message ?? "" };
  return { kind: row.state === "running" ? "running" : "waiting" };
}

/**
 * Reads what became of a run; waits up to `waitMs` for its end.
 * @throws AppError `not-found`, also an hour after it was made
 */
export const getTestRun = useCase(
  "flow.read",
  z.object({ id: z.uuid(), waitMs: z.int().min(0).max(10_000).default(0) }),
  async (deps, actor, { id, waitMs }) => {
    const deadline = performance.now() + waitMs;
    const still = new AbortController();
    for (;;) {
      const state = await readState(deps, actor, id);
      const leftMs = deadline - performance.now();
      if (state.kind === "done" || state.kind === "failed" || leftMs <= 0) return state;
      await waitForHint(deps, Math.ceil(Math.min(POLL_MS, leftMs)), still.signal);
    }
  },
);
