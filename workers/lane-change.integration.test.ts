import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { until } from "@/server/testing/until";
import {
  count,
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

const isFailing = (path: string, earlier: number) => path.includes("once") && earlier === 0;
const engine = useEngine("lanes", "redis", {
  answer: (path, earlier) => (isFailing(path, earlier) ? 503 : 200),
});

const KEYS = 7;

function callerWith(lanes: number) {
  const document = flowOf("web-address > reshaped > http-request", {
    httprequest: { method: "POST", url: `http://${engine.recorder.host}/{{ data.path }}` },
  });
  for (const consumer of document.consumers) {
    consumer.order = { mode: "key", key: "data.key", lanes };
    consumer.failure = { attempts: 5, initialDelayMs: 100, factor: 1, maxDelayMs: 100, timeoutMs: 5_000 };
  }
  return document;
}

it("keeps the order of each key while its number of lanes changes under load", async () => {
  const { deps, actor, recorder } = engine;
  const paths = Array.from({ length: 600 }, (_, n) => `${n % KEYS}-${n % 97 === 5 ? "once-" : ""}${n}`);
  const part = 20;
  let sent = 0;
  for (const lanes of [2, 5, 1, 8, 3]) {
    await deployDocument(deps, actor, "reshaped", callerWith(lanes));
    const topicId = await topicIdOf(deps, actor, "reshaped");
    const end = sent + 120;
    for (; sent < end; sent += part) {
      const from = sent;
      await sendEvents(deps, topicId, `l-${from}`, part, (index) => ({
        path: paths[from + index],
        key: `k${(from + index) % KEYS}`,
      }));
      // The next ones when these are on their way, so that there is load during every change.
      await until(() => recorder.calls.length > from - 60);
    }
    const used = "SELECT count(*) AS n FROM lane WHERE lanes = $1 AND handed_out > 0";
    await until(async () => (await count(deps, used, [lanes])) > 0, {
      limitMs: 30_000,
      message: `Nothing came to the ${lanes} lanes.`,
    });
  }
  await untilSettled(deps);
  await expectBalanced(deps);

  const tries = new Map<string, number>();
  const done = recorder.calls.flatMap(({ path }) => {
    const earlier = tries.get(path) ?? 0;
    tries.set(path, earlier + 1);
    return isFailing(path, earlier) ? [] : [path];
  });
  for (let key = 0; key < KEYS; key += 1) {
    const ofKey = (path: string) => path.startsWith(`${key}-`);
    expect(done.filter(ofKey)).toEqual(paths.filter(ofKey));
  }
});
