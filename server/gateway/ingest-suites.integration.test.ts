import { expect, it } from "vitest";
import { runIngestSuites } from "../testing/ingest-suites";
import { useTestDatabase } from "../testing/test-database";
import { makeWorkspace } from "../testing/write-events";

const database = useTestDatabase();

it("takes all that is JSON, refuses all that is not, and gives every text back as it came", async () => {
  const actor = await makeWorkspace(database.deps, "suites");
  const results = await runIngestSuites(database.deps, actor);
  expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  expect(results.map(({ total }) => total)).toEqual([318, 515]);
});
