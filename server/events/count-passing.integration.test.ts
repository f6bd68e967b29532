import { expect, it } from "vitest";
import type { Condition } from "@/flow/document/condition";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { countPassing } from "./count-passing";

const database = useTestDatabase();

it("counts those of the last ten events that fit, and only of this workspace", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "counts");
  const other = await makeWorkspace(deps, "elsewhere");
  const orders = await makeTopic(deps, actor, "orders");
  await writeEvents(
    deps,
    orders,
    Array.from({ length: 12 }, (_, number) => ({
      id: `e${number}`,
      data: JSON.stringify({ total: number }),
    })),
  );
  await writeEvents(deps, await makeTopic(deps, other, "orders"), [{ id: "x", data: '{"total":99}' }]);
  const over = (value: number): Condition => ({
    match: "all",
    rows: [{ field: "data.total", operator: "gt", value }],
  });
  const count = (condition: Condition, topics = ["orders"]) =>
    countPassing(deps, actor, { topics, condition });
  expect(await count(over(5))).toEqual({ of: 10, passed: 6 });
  expect(await count(over(50))).toEqual({ of: 10, passed: 0 });
  expect(await count({ expression: "data.total / 0 > data.nothing" })).toEqual({ of: 10, passed: 0 });
  expect(await count(over(5), ["unknown"])).toEqual({ of: 0, passed: 0 });
});
