import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { searchWithin } from "./search-within";

const database = useTestDatabase();

it("answers, or gives up with a sentence when it takes too long", async () => {
  const { pool } = database.deps;
  expect(await searchWithin(pool, 3_000, "SELECT $1::int AS n", [7])).toEqual([{ n: 7 }]);
  await expect(searchWithin(pool, 100, "SELECT pg_sleep(10)")).rejects.toThrow(
    "The search took longer than 0.1 seconds. Choose a topic or a shorter time.",
  );
  expect(await searchWithin(pool, 3_000, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});
