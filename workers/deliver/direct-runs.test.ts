import { expect, it } from "vitest";
import { DirectRuns } from "./direct-runs";

it("says how many more pieces of work may be begun, and when all are done", async () => {
  const runs = new DirectRuns(2);
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  runs.run(work);
  expect(runs.free).toBe(1);
  runs.run(work);
  runs.run(work);
  expect(runs.free).toBe(0);
  for (const end of ends) end();
  await runs.idle();
  expect(runs.free).toBe(2);
});
