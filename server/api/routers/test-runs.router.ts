import { checkCode } from "@/server/test-runs/check-code";
import { getTestRun } from "@/server/test-runs/get-test-run";
import { startTestRun } from "@/server/test-runs/start-test-run";
import { mutation, query, router } from "../trpc";

/** Drafts tried on samples. */
export const testRunsRouter = router({
  // Changes nothing: code is too long for an address.
  checkCode: mutation(checkCode),
  start: mutation(startTestRun),
  get: query(getTestRun),
});
