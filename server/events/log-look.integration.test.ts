import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace } from "../testing/write-events";
import { LogLook } from "./log-look";

const database = useTestDatabase();

it.each(["older", "newer"] as const)(
  "reads no more of a large topic than it looks at, whatever the planner knows of it: %s",
  async (direction) => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, direction);
    const topicId = await makeTopic(deps, actor, "orders");
    await deps.pool.query(
      `INSERT INTO event (topic_id, "offset", id, source, type, time, content_type, data, correlation_id)
       SELECT $1, n, 'e' || n, '/test', 'order', clock_timestamp(), 'application/json', '{"total":7}', 'e' || n
       FROM generate_series(1, 8000) n`,
      [topicId],
    );
    const client = await deps.pool.connect();
    // Holds what the connection has not reported yet, too.
    const readSoFar = async () => {
      const { rows } = await client.query<{ readonly n: string }>(
        `SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) AS n FROM pg_stat_xact_user_tables
         WHERE relname = 'event'`,
      );
      return Number(rows[0]?.n);
    };
    try {
      await client.query("BEGIN READ ONLY");
      const before = await readSoFar();
      const look = new LogLook(client, actor.workspaceId, {}, direction);
      const edge = direction === "older" ? 8_001 : 0;
      const lane = { topicId, edge, end: undefined, span: 500 };
      const rows = await look.at(
        [lane],
        { perLane: 500, bytes: 1_000_000 },
        'e.topic_id, e."offset" AS found',
      );
      expect(rows).toHaveLength(500);
      expect((await readSoFar()) - before).toBeLessThan(4_000);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  },
);
