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
  const watch = (topic: string) =>
    watchOutcomes(deps, actor, { topics: [topic] }, stop.signal)[Symbol.asyncIterator]();
  const [ofOrders, ofUsers] = [watch("orders"), watch("users")];
  expect((await ofOrders.next()).done).toBe(false);
  expect((await ofUsers.next()).done).toBe(false);

  let isStored = false;
  const afterOrder = ofOrders.next().then(() => isStored);
  // Two rounds of the other: this one has looked between them, and has had nothing to tell.
  for (const id of ["u1", "u2"]) {
    await writeEvents(deps, users, [{ id }]);
    expect((await ofUsers.next()).done).toBe(false);
  }
  isStored = true;
  await writeEvents(deps, orders, [{ id: "o1" }]);
  expect(await afterOrder).toBe(true);

  const afterOutcome = ofOrders.next();
  await deps.db.lane.updateMany({ data: { dead: { increment: 1 } } });
  expect((await afterOutcome).done).toBe(false);

  const ends = [ofOrders.next(), ofUsers.next()];
  stop.abort();
  for (const end of ends) expect((await end).done).toBe(true);
});
