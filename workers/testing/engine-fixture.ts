import { expect } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Actor } from "@/server/auth/actor";
import type { Deps } from "@/server/deps";
import { deployFlow } from "@/server/flows/deploy-flow";
import { putFlow } from "@/server/flows/put-flow";
import { findUnbalanced } from "@/server/log/accounting";
import { append } from "@/server/log/append";
import { until } from "@/server/testing/until";

/** Deploys a document under a slug. */
export async function deployDocument(deps: Deps, actor: Actor, flow: string, document: FlowDocument) {
  await putFlow(deps, actor, { flow, document });
  await deployFlow(deps, actor, { flow });
}

/** Id of a topic by its name. */
export async function topicIdOf(deps: Deps, actor: Actor, name: string): Promise<string> {
  const topic = await deps.db.topic.findUniqueOrThrow({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
  });
  return topic.id;
}

/** Appends `count` events with ids `<prefix>-<number from 0>`, in one append. */
export async function sendEvents(
  deps: Deps,
  topicId: string,
  prefix: string,
  count: number,
  dataOf: (index: number) => unknown = (index) => ({ n: index }),
  keyOf: (index: number) => string | undefined = () => undefined,
): Promise<void> {
  const items = Array.from({ length: count }, (_, index) => ({
    draft: {
      id: `${prefix}-${index}`,
      source: "/test",
      type: "test",
      contentType: "application/json",
      data: Buffer.from(JSON.stringify(dataOf(index))),
      key: keyOf(index),
    },
  }));
  await append(deps.pool, topicId, items);
}

/** Number of rows that a query counts as `n`. */
export async function count(deps: Deps, sql: string, values: unknown[] = []): Promise<number> {
  const result = await deps.pool.query<{ n: string }>(sql, values);
  return Number(result.rows[0]?.n ?? 0);
}

const openSql = `
  SELECT (SELECT count(*) FROM batch)
       + (SELECT count(*) FROM lane l JOIN subscription s ON s.id = l.subscription_id
            JOIN topic_head h ON h.topic_id = s.topic_id
          WHERE s.state = 'active' AND l.run = 0 AND l.cursor < least(h.head, coalesce(l.end_at, h.head)))
       + (SELECT coalesce(sum(retrying), 0) FROM lane) AS n`;

/** Waits until nothing is left to do: no lag, no batch, no retry. */
export async function untilSettled(deps: Deps, limitMs = 60_000): Promise<void> {
  await until(async () => (await count(deps, openSql)) === 0, {
    limitMs,
    message: "The engine did not come to rest.",
  });
}

/** Waits until every transaction that is open now has ended: it may write what it decided before a change of now. */
export async function untilTransactionsEnded({ pool }: Deps): Promise<void> {
  const found = await pool.query<{ now: string }>("SELECT clock_timestamp()::text AS now");
  const openSql = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
      AND xact_start <= $1::timestamptz`;
  await until(async () => (await pool.query(openSql, [found.rows[0]?.now])).rows.length === 0);
}

/**
 * The accounting identity of every lane, and the outside view of it: every event of every subscription has
 * exactly one delivery of run 0.
 */
export async function expectBalanced(deps: Deps): Promise<void> {
  expect(await findUnbalanced(deps.pool)).toEqual([]);
  const missing = await deps.pool.query(
    `SELECT s.consumer_id, e."offset", count(d.id) AS deliveries
     FROM subscription s JOIN event e ON e.topic_id = s.topic_id
     LEFT JOIN delivery d ON d.subscription_id = s.id AND d.run = 0 AND d.topic_id = e.topic_id AND d."offset" = e."offset"
     WHERE s.state = 'active'
     GROUP BY s.id, s.consumer_id, e."offset" HAVING count(d.id) <> 1 LIMIT 10`,
  );
  expect(missing.rows).toEqual([]);
}
