import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { until } from "../testing/until";
import { makeConsumer, makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { dispatchBatches } from "./dispatch";

const database = useTestDatabase();
const SLOTS = 16;

it("leaves slots free of what calls out, however many processes hand out at the same moment", async () => {
  const { deps } = database;
  const actor = await makeWorkspace(deps, "calls-out");
  const topics: string[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    const topicId = await makeTopic(deps, actor, name);
    await makeConsumer(deps, actor, topicId, `call-${name}`);
    await writeEvents(
      deps,
      topicId,
      Array.from({ length: 40 }, (_, n) => ({ id: `${name}-${n}` })),
    );
    topics.push(topicId);
  }
  const client = await deps.pool.connect();
  try {
    await client.query("BEGIN");
    const first = await dispatchBatches(client, { topicIds: topics.slice(0, 2), isReplay: false }, SLOTS);
    expect(first.queued).toHaveLength(20);
    const other = dispatchBatches(deps.pool, { topicIds: topics.slice(2), isReplay: false }, SLOTS);
    let isOver = false;
    const noteOver = () => {
      isOver = true;
    };
    other.then(noteOver, noteOver);
    const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await until(async () => isOver || (await deps.pool.query(waiting)).rows.length > 0);
    await client.query("COMMIT");
    // One each: nobody who has nothing yet is kept waiting.
    expect((await other).queued).toHaveLength(2);
  } finally {
    // It may be inside of its transaction.
    client.release(true);
  }
});
