import fc from "fast-check";
import { expect, it } from "vitest";
import * as z from "zod";
import { useTestDatabase } from "../testing/test-database";

const database = useTestDatabase();
const laneRows = z.array(z.object({ lane: z.number() }));

async function lanesOf(keys: readonly (string | null)[], lanes: number, firstOffset = 1): Promise<number[]> {
  const { rows } = await database.deps.pool.query(
    `SELECT millrace_lane_of(k.key, $3 + k.n - 1, $2) AS lane
     FROM unnest($1::text[]) WITH ORDINALITY AS k(key, n) ORDER BY k.n`,
    [keys, lanes, firstOffset],
  );
  return laneRows.parse(rows).map(({ lane }) => lane);
}

const keys = fc.array(
  fc.string({ unit: "binary", maxLength: 40 }).filter((key) => !key.includes("\u0000")),
  { minLength: 1, maxLength: 30 },
);

it("gives a key the same lane at every offset, within the number of lanes", async () => {
  await fc.assert(
    fc.asyncProperty(
      keys,
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 1_000_000_000 }),
      async (some, lanes, offset) => {
        const chosen = await lanesOf(some, lanes);
        expect(await lanesOf(some, lanes, offset)).toEqual(chosen);
        expect(chosen.every((lane) => lane >= 0 && lane < lanes)).toBe(true);
        const byKey = new Map(some.map((key, index) => [key, chosen[index]]));
        expect(chosen).toEqual(some.map((key) => byKey.get(key)));
      },
    ),
    { seed: 4, numRuns: 60 },
  );
});

it("never changes between versions: keys that wait are in lanes of an earlier one", async () => {
  expect(await lanesOf(["", "a", "customer-17", "Zoë 🚲", "42"], 8)).toEqual([5, 3, 3, 3, 6]);
});

it("spreads keys and events without a key evenly", async () => {
  const many = await lanesOf(
    Array.from({ length: 8_000 }, (_, n) => `key-${n}`),
    8,
  );
  const none = await lanesOf(
    Array.from({ length: 8_000 }, () => null),
    8,
  );
  for (let lane = 0; lane < 8; lane += 1) {
    expect(Math.abs(many.filter((one) => one === lane).length - 1_000)).toBeLessThan(150);
    expect(none.filter((one) => one === lane).length).toBe(1_000);
  }
});
