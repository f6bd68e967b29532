import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import { closeDeps } from "@/server/db";
import type { Deps } from "@/server/deps";
import { append } from "@/server/log/append";
import { openTestDeps, useTestDatabase } from "@/server/testing/test-database";
import { until } from "@/server/testing/until";
import { makeWorkspace } from "@/server/testing/write-events";
import { untilInFlight } from "./testing/chain";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { queues, useTestQueue } from "./testing/use-engine";
import { startWorkersProcess, type WorkersProcess } from "./testing/workers-process";

const READINGS = 600;
const PAIRS = 200;
const first = Date.parse("2026-01-31T13:00:00Z");

/** Ten minutes of event time, of four devices; at last one reading of each a day later, which closes all windows. */
function readings() {
  const closing = Array.from({ length: 4 }, (_, n) => ({ n: READINGS + n, at: first + 86_400_000 }));
  const all = Array.from({ length: READINGS }, (_, n) => ({ n, at: first + n * 1_000 }));
  return [...all, ...closing].map(({ n, at }) => ({
    draft: {
      id: `r-${n}`,
      source: "/test",
      type: "reading",
      time: new Date(at).toISOString(),
      contentType: "application/json",
      data: Buffer.from(JSON.stringify({ n, device: `d${n % 4}` })),
    },
  }));
}

describe.each(queues)("state when processes are killed, on %s", (kind) => {
  const database = useTestDatabase();
  const queue = useTestQueue(kind);
  let deps: Deps;
  let actor: Actor;
  let workers: WorkersProcess | undefined;

  const killAndStart = async () => {
    await workers?.kill();
    workers = await startWorkersProcess({ DATABASE_URL: database.url, ...queue.variables });
  };
  const published = async (topic: string) => {
    const topicId = await topicIdOf(deps, actor, topic);
    const events = await deps.db.event.findMany({ where: { topicId } });
    return events.map(({ data }): unknown => JSON.parse(Buffer.from(data).toString()));
  };

  beforeAll(async () => {
    deps = openTestDeps(database.url, { LOG_LEVEL: "warn" });
    actor = await makeWorkspace(deps, "crash-state");
  });
  afterAll(async () => {
    await workers?.kill();
    await closeDeps(deps);
  });

  it("doubles and loses nothing in sums, lists, windows and joins", async () => {
    const document = flowOf(
      `web-address > readings > counter, update-state, aggregate, set-fields > minutes
       web-address > left > wait-for-all > both
       web-address > right`,
      {
        counter: { name: "Sum", amount: "{{ data.n }}" },
        updatestate: { store: "Seen", operation: "append", value: "{{ data.n }}", keep: 1000 },
        aggregate: { figure: "sum", value: "{{ data.n }}", by: "{{ data.device }}", idleSeconds: 86_400 },
        setfields: {
          keepOthers: false,
          fields: [
            { field: "device", value: "{{ steps.aggregate.key }}" },
            { field: "start", value: "{{ steps.aggregate.start }}" },
            { field: "sum", value: "{{ steps.aggregate.value }}" },
          ],
        },
        waitforall: { by: "{{ data.n }}", amount: 1, unit: "hours" },
      },
    );
    const [inWindows, joining] = document.consumers;
    // In order, so that windows close by later events while processes die.
    if (inWindows) inWindows.order = { mode: "strict" };
    joining?.when.push("right");
    await deployDocument(deps, actor, "crash-state", document);
    const topicId = await topicIdOf(deps, actor, "readings");
    const left = await topicIdOf(deps, actor, "left");

    await killAndStart();
    await append(deps.pool, topicId, readings());
    await sendEvents(deps, left, "l", PAIRS, (n) => ({ n, left: n }));
    await untilInFlight(deps, topicId, 60);
    await killAndStart();
    await sendEvents(deps, await topicIdOf(deps, actor, "right"), "r", PAIRS, (n) => ({ n, right: n }));
    await untilInFlight(deps, topicId, 300);
    await killAndStart();
    // Alarms that ring are none of what `untilSettled` looks at.
    await until(async () => (await published("minutes")).length >= 40, { limitMs: 40_000 });
    await until(async () => (await published("both")).length >= PAIRS, { limitMs: 40_000 });
    await untilSettled(deps, 40_000);
    await expectBalanced(deps);

    const numbers = Array.from({ length: READINGS + 4 }, (_, n) => n);
    const sum = numbers.reduce((all, n) => all + n, 0);
    expect(await count(deps, "SELECT value::text AS n FROM state_entry WHERE store = 'Sum'")).toBe(sum);
    const seen = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "Seen" } });
    expect(seen.value).toEqual(numbers);
    const windows = Array.from({ length: 40 }, (_, index) => {
      const minute = Math.floor(index / 4);
      const inside = numbers.filter((n) => Math.floor(n / 60) === minute && n % 4 === index % 4);
      return {
        device: `d${index % 4}`,
        start: new Date(first + minute * 60_000).toISOString(),
        sum: inside.reduce((all, n) => all + n, 0),
      };
    });
    const minutes = await published("minutes");
    expect(minutes).toHaveLength(40);
    for (const window of windows) expect(minutes).toContainEqual(window);
    const both = await published("both");
    expect(both).toHaveLength(PAIRS);
    for (let n = 0; n < PAIRS; n += 1) expect(both).toContainEqual({ n, left: n, right: n });
  }, 180_000);
});
