import { expect, it } from "vitest";
import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { findUnbalanced } from "@/server/log/accounting";
import { until } from "@/server/testing/until";
import { count, deployDocument, sendEvents, topicIdOf, untilSettled } from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

const engine = useEngine("rewire", "redis", { answer: (path) => (path.startsWith("down") ? 503 : 200) });

/** One consumer of two topics with one sum of what it was given, whichever it listens to. */
function listeningTo(topic: string): FlowDocument {
  const document = flowOf("web-address > left > http-request, counter\nweb-address > right", {
    httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
    counter: { name: "Heard" },
  });
  for (const consumer of document.consumers) {
    consumer.when = [topic];
    consumer.failure = { ...consumer.failure, attempts: 20, initialDelayMs: 60_000 };
  }
  return document;
}

it("ends what a consumer had begun when it is wired to another topic, under load, and counts it", async () => {
  const { deps, actor } = engine;
  await deployDocument(deps, actor, "rewired", listeningTo("left"));
  const [left, right] = await Promise.all([topicIdOf(deps, actor, "left"), topicIdOf(deps, actor, "right")]);
  const retrying = "SELECT count(*) AS n FROM delivery WHERE topic_id = $1 AND status = 'retrying'";
  const ended = "SELECT count(*) AS n FROM delivery WHERE topic_id = $1 AND status = $2";
  await sendEvents(deps, left, "d", 30, (n) => ({ path: n < 5 ? `down-${n}` : `fine-${n}` }));
  await until(async () => (await count(deps, retrying, [left])) === 5);

  // Both topics get events all the while.
  let isSending = true;
  let sent = 0;
  const sending = (async () => {
    while (isSending) {
      sent += 1;
      await sendEvents(deps, left, `l-${sent}`, 5, () => ({ path: `left-${sent}` }));
      await sendEvents(deps, right, `r-${sent}`, 5, () => ({ path: `right-${sent}` }));
    }
  })();
  await until(() => sent > 5);
  await deployDocument(deps, actor, "rewired", listeningTo("right"));
  const after = sent;
  await until(() => sent > after + 5);
  isSending = false;
  await sending;
  await untilSettled(deps);
  expect(await findUnbalanced(deps.pool)).toEqual([]);

  // What waited for another try is told apart from what was done; nobody waits for what is past.
  expect(await count(deps, ended, [left, "cancelled"])).toBe(5);
  expect(await count(deps, retrying, [left])).toBe(0);
  const rows = await deps.pool.query<{
    topic: string;
    rows: string;
    begin: string;
    last: string;
    head: string;
  }>(
    `SELECT t.name AS topic, count(*) AS rows, min(d."offset") AS begin, max(d."offset") AS last, max(h.head) AS head
     FROM delivery d JOIN topic t ON t.id = d.topic_id JOIN topic_head h ON h.topic_id = t.id GROUP BY t.name`,
  );
  const of = (topic: string) => {
    const row = rows.rows.find((one) => one.topic === topic);
    return {
      rows: Number(row?.rows),
      begin: Number(row?.begin),
      last: Number(row?.last),
      head: Number(row?.head),
    };
  };
  // Of the left one everything up to somewhere, of the right one everything from somewhere on: no gap, nothing twice.
  expect(of("left")).toMatchObject({ begin: 1, rows: of("left").last });
  expect(of("left").last).toBeLessThan(of("left").head);
  expect(of("right")).toMatchObject({
    last: of("right").head,
    rows: of("right").head - of("right").begin + 1,
  });
  expect(of("right").begin).toBeGreaterThan(1);
  const sum = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "Heard" } });
  expect(sum.value).toBe(of("left").rows - 5 + of("right").rows);
});
