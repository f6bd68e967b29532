import { flowOf } from "@/flow/testing/flow-of";
import { startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { deliveryLatency } from "./stage/delivery-latency";
import { consumersFlow, drainRate } from "./stage/drain";
import { type Bench, number, percentile } from "./stage/figure";
import type { Installation } from "./stage/installation";
import { untilDelivered } from "./stage/stored-events";
import { withInstallation } from "./stage/with-installation";

const EVENTS = 100_000;
const LIVE_PER_SECOND = 100;
const LIVE_COUNT = 500;
const LINE = 0.7;
const P99_LINE = 2;

/** Plans a replay of everything that one consumer got, and starts it; returns its run. */
async function replayAll({ deps, actor }: Installation, topicId: string): Promise<number> {
  const subscription = await deps.db.subscription.findFirstOrThrow({ where: { topicId } });
  const planned = await planReplay(deps, actor, {
    name: "bench",
    selection: { parts: [{ topic: "orders", fromOffset: 1, toOffset: EVENTS }] },
    options: { subscriptionIds: [subscription.id], withOutsideEffects: false },
  });
  await startReplay(deps, actor, { id: planned.id });
  return planned.run;
}

/** A replay beside live traffic: how fast it is, and what the live traffic notices. */
export const replay: Bench = {
  work: `${number(EVENTS)} events replayed to one consumer while ${LIVE_PER_SECOND} live events/s flow through another`,
  against: "deliver, in the same run; for the live traffic: the same traffic alone",
  reach: `≥ ${LINE}, live p99 < ${P99_LINE} ×`,
  inTheWay:
    "a live event waits for six or seven answers of the database and of the one thread of the workers process, and each of them takes about twice as long while a replay keeps both cores busy; a replay that takes small portions beside live traffic is slower itself.",
  run: ({ flags }) =>
    withInstallation({ flags }, async (installation) => {
      await installation.deploy("bench", consumersFlow("orders", 1));
      const topicId = await installation.topicId("orders");
      await installation.startWorkers();
      const { port } = await installation.startGateway();
      const live = async (name: string) => {
        const path = await installation.deploy(
          name,
          flowOf(`web-address > ${name} > set-fields`, {
            setfields: { fields: [{ field: "seen", value: true }] },
          }),
        );
        const options = { port, path, topicId: await installation.topicId(name), perSecond: LIVE_PER_SECOND };
        return deliveryLatency(installation, { ...options, count: LIVE_COUNT, warmUp: 100 });
      };
      await drainRate(installation, "bench", topicId, 5_000);
      const reference = await drainRate(installation, "bench", topicId, EVENTS);
      const alone = percentile(await live("alone"), 0.99);
      const started = performance.now();
      const run = await replayAll(installation, topicId);
      const beside = live("beside");
      await untilDelivered(installation, topicId, EVENTS, { run });
      const rate = EVENTS / ((performance.now() - started) / 1000);
      const during = percentile(await beside, 0.99);
      const ratio = rate / reference;
      return {
        measured: `${number(rate)} deliveries/s`,
        reference: `${number(reference)} deliveries/s`,
        ratio,
        isReached: ratio >= LINE && during < P99_LINE * alone,
        note: `Live p99: ${during.toFixed(1)} ms beside the replay, ${alone.toFixed(1)} ms alone (${(during / alone).toFixed(1)} ×). Planning the replay is part of its time.`,
      };
    }),
};
