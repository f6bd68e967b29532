import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

const calls = new Map<string, number>();
const engine = useEngine("rate", "redis", {
  answer: (path, earlier) => {
    const [name = ""] = path.split("-");
    calls.set(name, (calls.get(name) ?? 0) + 1);
    if (path.includes("hang") && earlier === 0) return undefined;
    return path.includes("once") && earlier === 0 ? 503 : 200;
  },
});

function limited(topic: string, change: Partial<FlowDocument["consumers"][number]>): FlowDocument {
  const document = flowOf(`web-address > ${topic} > http-request`, {
    httprequest: {
      method: "POST",
      url: `http://${engine.recorder.host}/{{ data.path }}`,
      timeoutSeconds: 60,
    },
  });
  for (const consumer of document.consumers) {
    consumer.failure = { attempts: 3, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 60_000 };
    Object.assign(consumer, change);
  }
  return document;
}

const handedOut = z.array(z.object({ ms: z.number(), n: z.number() }));

/** The most events within any time of that length. */
function most(given: z.output<typeof handedOut>, ms: number): number {
  const within = (from: number) => given.filter((one) => one.ms >= from && one.ms < from + ms);
  return Math.max(0, ...given.map(({ ms: from }) => within(from).reduce((sum, { n }) => sum + n, 0)));
}

/**
 * Every time that events are handed out or woken, by the database's clock: calls come some time after that. What is handed
 * out is noted before it is counted. What is woken is counted first: it is noted by the end of the twentieth in which that
 * was, should the database have been held up in between.
 */
const watchSql = `
  CREATE TABLE handed_out (topic_id uuid, ms numeric, n int);
  CREATE FUNCTION note_handed_out() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO handed_out
    SELECT s.topic_id, least(extract(epoch FROM clock_timestamp()) * 1000,
      CASE WHEN TG_OP = 'UPDATE' THEN (q.slots[cardinality(q.slots)] + 1) * q.per_ms / 20.0 END), NEW.size
    FROM subscription s LEFT JOIN consumer_rate q ON q.flow_id = s.flow_id AND q.consumer_id = s.consumer_id
    WHERE s.id = NEW.subscription_id;
    RETURN NEW;
  END $$;
  CREATE TRIGGER cut AFTER INSERT ON batch FOR EACH ROW EXECUTE FUNCTION note_handed_out();
  CREATE TRIGGER woken AFTER UPDATE ON batch FOR EACH ROW
    WHEN (OLD.blocked_until IS NOT NULL AND NEW.blocked_until IS NULL) EXECUTE FUNCTION note_handed_out()`;

beforeAll(async () => {
  await engine.deps.pool.query(watchSql);
});

it.each(["none", "key"] as const)(
  "hands out no more than its limit in any second, retries included (order %s)",
  async (mode) => {
    const name = `limit${mode}`;
    const order = mode === "key" ? { mode, key: "data.path", lanes: 4 } : { mode };
    const rate = { events: 8, per: "second" as const };
    await deployDocument(engine.deps, engine.actor, name, limited(name, { order, rate }));
    const topicId = await topicIdOf(engine.deps, engine.actor, name);
    const paths = Array.from({ length: 24 }, (_, n) => `${name}-${n % 10 === 3 ? "once-" : ""}${n}`);
    await sendEvents(engine.deps, topicId, name, paths.length, (n) => ({ path: paths[n] }));
    await untilSettled(engine.deps);
    await expectBalanced(engine.deps);
    expect(calls.get(name)).toBe(27);
    const { rows } = await engine.deps.pool.query(
      "SELECT ms::float8 AS ms, n FROM handed_out WHERE topic_id = $1",
      [topicId],
    );
    expect(most(handedOut.parse(rows), 1_000)).toBeLessThanOrEqual(rate.events);
  },
);

it("says how long a limited consumer waits, and goes on when its limit is taken away", async () => {
  const rate = { events: 2, per: "hour" as const };
  await deployDocument(engine.deps, engine.actor, "hourly", limited("hourly", { rate }));
  const topicId = await topicIdOf(engine.deps, engine.actor, "hourly");
  await sendEvents(engine.deps, topicId, "h", 6, (n) => ({ path: `hourly-${n}` }));
  const waitUntil = async () =>
    (await engine.deps.db.consumerRate.findFirst({ where: { events: 2 } }))?.waitUntil ?? null;
  await until(async () => calls.get("hourly") === 2 && (await waitUntil()) !== null);
  const waitMs = ((await waitUntil())?.getTime() ?? 0) - Date.now();
  expect(waitMs).toBeGreaterThan(3_500_000);
  expect(waitMs).toBeLessThan(3_800_000);
  await deployDocument(engine.deps, engine.actor, "hourly", limited("hourly", { rate: undefined }));
  await untilSettled(engine.deps);
  expect(calls.get("hourly")).toBe(6);
});

it("counts what runs again because its process died", async () => {
  const { deps, actor } = engine;
  const rate = { events: 1, per: "hour" as const };
  await deployDocument(deps, actor, "again", limited("again", { rate }));
  const topicId = await topicIdOf(deps, actor, "again");
  await sendEvents(deps, topicId, "a", 1, () => ({ path: "again-hang" }));
  await until(() => calls.get("again") === 1);
  // As a process leaves it that was killed during the call: nobody holds the lock of this one.
  await deps.pool.query("UPDATE batch SET taken_by = 2000000000");
  await until(async () => (await deps.db.batch.count({ where: { blockedUntil: { not: null } } })) === 1);
  expect(calls.get("again")).toBe(1);
  await deployDocument(deps, actor, "again", limited("again", { rate: undefined }));
  await untilSettled(deps);
  await expectBalanced(deps);
  expect(calls.get("again")).toBe(2);
});

const leftSql = `
  SELECT millrace_rate_left(q, $5::timestamptz) AS left,
         extract(epoch FROM millrace_rate_free_at(q, $6, $5::timestamptz)) * 1000 AS free
  FROM (SELECT '00000000-0000-0000-0000-000000000000'::uuid, 'c'::text, $1::int, $2::int, $3::bigint[], $4::int[],
               NULL::timestamptz) AS r(a, b, c, d, e, f, g),
       LATERAL (SELECT (r.a, r.b, r.c, r.d, r.e, r.f, r.g)::consumer_rate AS q) x`;

it("never lets more through than the limit in any time of its length, and says when more is free", async () => {
  const perMs = 1_000;
  const steps = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 700 }), asked: fc.nat({ max: 6 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 8 }), async (drawn, events) => {
      let nowMs = Date.parse("2026-01-01T00:00:00.000Z");
      const given: { readonly ms: number; readonly n: number }[] = [];
      for (const { afterMs, asked } of drawn) {
        nowMs += afterMs;
        const slots = given.map(({ ms }) => Math.floor((ms * 20) / perMs));
        const need = Math.min(events, Math.max(1, asked));
        const { rows } = await engine.deps.pool.query<{ left: number; free: string | null }>(leftSql, [
          events,
          perMs,
          slots,
          given.map(({ n }) => n),
          new Date(nowMs),
          need,
        ]);
        const left = rows[0]?.left ?? 0;
        const within = (fromMs: number) =>
          given.reduce((sum, { ms, n }) => (ms > fromMs - perMs && ms <= fromMs ? sum + n : sum), 0);
        expect(left).toBeLessThanOrEqual(events - within(nowMs));
        if (left < need) {
          const freeMs = Number(rows[0]?.free);
          expect(freeMs).toBeGreaterThan(nowMs);
          expect(freeMs).toBeLessThanOrEqual(nowMs + perMs * 1.1);
          expect(events - within(freeMs)).toBeGreaterThanOrEqual(need);
        }
        const n = Math.min(asked, left);
        if (n > 0) given.push({ ms: nowMs, n });
      }
    }),
    { numRuns: 25, seed: 7 },
  );
});
