import { getTestRun } from "@/server/test-runs/get-test-run";
import { startTestRun } from "@/server/test-runs/start-test-run";
import { mutation, query, router } from "../trpc";

/** Drafts tried on samples. */
export const testRunsRouter = router({
  start: mutation(startTestRun),
  get: query(getTestRun),
});
