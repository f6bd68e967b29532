import { expect, it } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { makeTopic, makeWorkspace, writeEvents } from "../testing/write-events";
import { LogLook } from "./log-look";

const database = useTestDatabase();

it.each(["older", "newer"] as const)(
  "reads no more of a large topic than it looks at, whatever the planner knows of it: %s",
  async (direction) => {
    const { deps } = database;
    const actor = await makeWorkspace(deps, direction);
    const topicId = await makeTopic(deps, actor, "orders");
    const drafts = Array.from({ length: 8_000 }, (_, index) => ({ id: `e${index}`, data: '{"total":7}' }));
    await writeEvents(deps, topicId, drafts);
    const client = await deps.pool.connect();
    try {
      await client.query("BEGIN READ ONLY");
      const look = new LogLook(client, actor.workspaceId, {}, direction);
      const edge = direction === "older" ? 8_001 : 0;
      const lane = { topicId, edge, end: undefined, span: 500 };
      const rows = await look.at(
        [lane],
        { perLane: 500, bytes: 1_000_000 },
        'e.topic_id, e."offset" AS found',
      );
      expect(rows).toHaveLength(500);
      const read = await client.query<{ readonly n: string }>(
        "SELECT seq_tup_read + idx_tup_fetch AS n FROM pg_stat_xact_user_tables WHERE relname = 'event'",
      );
      expect(Number(read.rows[0]?.n)).toBeLessThan(1_600);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  },
);
