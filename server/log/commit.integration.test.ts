import { expect, test } from "vitest";
import { useTestDatabase } from "../testing/test-database";
import { type BatchCommit, commitBatch } from "./commit";
import { inTransaction } from "./in-transaction";

const database = useTestDatabase();

const published = {
  topicId: "00000000-0000-4000-8000-000000000001",
  draft: { id: "a", source: "/test", type: "out", contentType: "application/json", data: Buffer.from("{}") },
};

const result = {
  deliveryId: "00000000-0000-4000-8000-000000000002",
  offset: 1,
  isKnown: false,
  status: "succeeded",
  attempts: 1,
  durationMicros: 1,
  trace: "[]",
} as const;

/** Commits in a transaction of its own; returns what that transaction does at its end. */
function waitOf(change: Pick<BatchCommit, "isRepeatable" | "results">): Promise<string | undefined> {
  return inTransaction(database.deps.pool, async (client) => {
    await client.query("SET LOCAL synchronous_commit = on");
    const isDone = await commitBatch(client, {
      ...{ batchId: 1, take: 1, expired: 0, restOffsets: null, restDeliveryIds: null, blockMs: undefined },
      ...{
        isReleased: false,
        state: [],
        isReplay: true,
        workMicros: undefined,
        parks: [],
        stopAt: undefined,
      },
      ...change,
    });
    expect(isDone, "there is no such batch").toBe(false);
    const { rows } = await client.query<{ wait: string }>(
      "SELECT current_setting('synchronous_commit') AS wait",
    );
    return rows[0]?.wait;
  });
}

test("a commit waits for the disk unless it can be repeated without anybody noticing", async () => {
  const quiet = [{ ...result, published: [] }];
  expect(await waitOf({ isRepeatable: false, results: quiet })).toBe("on");
  expect(await waitOf({ isRepeatable: true, results: quiet })).toBe("off");
  expect(await waitOf({ isRepeatable: true, results: [{ ...result, published: [published] }] })).toBe("on");
});
