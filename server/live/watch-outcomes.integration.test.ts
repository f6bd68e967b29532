import { afterAll, expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { closeHints } from "./hints";
import { watchOutcomes } from "./watch-outcomes";

const database = useTestDatabase();

afterAll(async () => {
  await closeHints(database.deps);
});

it("tells at once, and again when something is stored or becomes of an event in the chosen topics", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "ours");
  const [orders, users] = [await makeTopic(deps, actor, "orders"), await makeTopic(deps, actor, "users")];
  await makeConsumer(deps, actor, orders, "mail");
  const stop = new AbortController();
  const told = watchOutcomes(deps, actor, { topics: ["orders"] }, stop.signal)[Symbol.asyncIterator]();
  expect((await told.next()).done).toBe(false);

  let isTold = false;
  const afterUsers = told.next().then((next) => {
    isTold = true;
    return next;
  });
  await writeEvents(deps, users, [{ id: "u1" }]);
  expect(isTold).toBe(false);
  await writeEvents(deps, orders, [{ id: "o1" }]);
  expect((await afterUsers).done).toBe(false);

  const afterOutcome = told.next();
  await deps.db.lane.updateMany({ data: { dead: { increment: 1 } } });
  expect((await afterOutcome).done).toBe(false);

  const end = told.next();
  stop.abort();
  expect((await end).done).toBe(true);
});
