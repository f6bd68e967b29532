import { afterAll, describe, expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { redrive } from "@/server/deliveries/redrive";
import { putFlow } from "@/server/flows/put-flow";
import { closeHints } from "@/server/live/hints";
import { readEvents } from "@/server/log/read";
import { listQuarantine } from "@/server/quarantine/list-quarantine";
import { releaseQuarantined } from "@/server/quarantine/release";
import { registerSchema } from "@/server/schemas/register-schema";
import { setGate } from "@/server/schemas/set-gate";
import { getTestRun } from "@/server/test-runs/get-test-run";
import { startTestRun } from "@/server/test-runs/start-test-run";
import { until } from "@/server/testing/until";
import {
  deployDocument,
  expectBalanced,
  sendEvents,
  topicIdOf,
  untilSettled,
} from "./testing/engine-fixture";
import { useEngine } from "./testing/use-engine";

const atMostOne = JSON.stringify({
  type: "object",
  properties: { n: { type: "integer", maximum: 1 } },
  required: ["n"],
});

describe("what a Publish step sends to a topic that is held to a schema", () => {
  const engine = useEngine("gates", "postgres");
  afterAll(() => closeHints(engine.deps));
  const gates = ["warn", "quarantine", "reject"] as const;

  it("is marked, waits in quarantine with the commit, or fails its delivery for good", async () => {
    const { deps, actor } = engine;
    for (const gate of gates) {
      await deployDocument(
        deps,
        actor,
        gate,
        flowOf(`web-address > ${gate}.in > counter > ${gate}.out > counter`, {
          counter: { name: `${gate} in` },
          counter2: { name: `${gate} out` },
        }),
      );
      await registerSchema(deps, actor, { subject: `${gate}.out`, text: atMostOne });
      await setGate(deps, actor, { topic: `${gate}.out`, gate });
    }
    for (const gate of gates) await sendEvents(deps, await topicIdOf(deps, actor, `${gate}.in`), gate, 4);
    await untilSettled(deps);
    await expectBalanced(deps);

    const sent = async (gate: (typeof gates)[number]) => {
      const events = await readEvents(deps.pool, await topicIdOf(deps, actor, `${gate}.out`), 0, 100);
      // No order was asked for.
      return events
        .map(({ data, envelope }): [number, unknown] => [
          JSON.parse(Buffer.from(data).toString()).n,
          envelope.extensions.schemafault ?? "fits",
        ])
        .sort(([a], [b]) => a - b);
    };
    const fault = "`n` must be <= 1.";
    expect(await sent("warn")).toEqual([
      [0, "fits"],
      [1, "fits"],
      [2, fault],
      [3, fault],
    ]);
    expect(await sent("quarantine")).toEqual([
      [0, "fits"],
      [1, "fits"],
    ]);
    expect(await sent("reject")).toEqual([
      [0, "fits"],
      [1, "fits"],
    ]);
    const [first] = await readEvents(deps.pool, await topicIdOf(deps, actor, "reject.out"), 0, 1);
    expect(first?.envelope.dataSchema).toContain("/subjects/reject.out/versions/1/schema");

    const dead = await deps.db.delivery.findMany({ where: { status: "dead" } });
    expect(dead.map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ["unfit", 1],
      ["unfit", 1],
    ]);
    expect(dead[0]?.message).toBe(
      `\`reject.out\` refuses what is published: it does not fit version 1 of the schema "reject.out". ${fault}`,
    );
    const [ofDead] = await deps.db.subscription.findMany({ where: { id: dead[0]?.subscriptionId ?? "" } });
    expect(ofDead?.topicId).toBe(await topicIdOf(deps, actor, "reject.in"));
  });

  it("goes on from quarantine as what caused it would have", async () => {
    const { deps, actor } = engine;
    const held = await listQuarantine(deps, actor, { topic: "quarantine.out" });
    expect(held.events).toMatchObject([
      { subject: "quarantine.out", version: 1, failures: [{ pointer: "/n", keyword: "maximum" }] },
      { subject: "quarantine.out" },
    ]);
    const [one] = held.events;
    const { released } = await releaseQuarantined(deps, actor, {
      choice: { ids: [one?.id ?? ""] },
      data: '{"n":1}',
    });
    expect(released).toBe(1);
    await untilSettled(deps);
    await expectBalanced(deps);
    const events = await readEvents(deps.pool, await topicIdOf(deps, actor, "quarantine.out"), 2, 10);
    expect(events.map(({ envelope }) => envelope)).toMatchObject([
      { causationId: expect.stringMatching(/^quarantine-[23]$/), hops: 1 },
    ]);
  });

  it("goes on at the step that failed, once the topic takes it", async () => {
    const { deps, actor } = engine;
    await setGate(deps, actor, { topic: "reject.out", gate: "off" });
    const deadIds = async () => {
      const dead = await deps.db.delivery.findMany({ where: { status: "dead" }, select: { id: true } });
      return dead.map(({ id }) => id);
    };
    const redriveAll = async () => {
      const deliveryIds = await deadIds();
      if (deliveryIds.length > 0) await redrive(deps, actor, { deliveryIds });
      await untilSettled(deps);
      return deliveryIds.length === 0;
    };
    // Workers hear of a gate within a second; until then it fails again.
    await until(redriveAll);
    await expectBalanced(deps);
    const events = await readEvents(deps.pool, await topicIdOf(deps, actor, "reject.out"), 0, 100);
    expect(events.map(({ data }) => JSON.parse(Buffer.from(data).toString()).n).sort()).toEqual([0, 1, 2, 3]);
    const counted = await deps.db.stateEntry.findFirstOrThrow({ where: { store: "reject in" } });
    expect(counted.value).toBe(4);
  });

  it("is held to it in a draft, too", async () => {
    const { deps, actor } = engine;
    const tried = async (gate: (typeof gates)[number]) => {
      const flow = `${gate}-draft`;
      const document = flowOf(`web-address > draft.${gate} > counter > ${gate}.out > counter`, {
        counter: { name: "A" },
        counter2: { name: "B" },
      });
      await putFlow(deps, actor, { flow, document });
      const { draftVersion: version } = await deps.db.flow.findFirstOrThrow({ where: { slug: flow } });
      const sample = { topic: `draft.${gate}`, data: { n: 2 } };
      const { id } = await startTestRun(deps, actor, { flow, version, sample });
      const state = await getTestRun(deps, actor, { id, waitMs: 10_000 });
      if (state.kind !== "done") throw new Error(`The run is ${state.kind}.`);
      return state.result.deliveries.map(({ status, message }) => [status, message ?? ""]);
    };
    expect(await tried("warn")).toHaveLength(2);
    expect(await tried("quarantine")).toEqual([["succeeded", ""]]);
    await setGate(deps, actor, { topic: "reject.out", gate: "reject" });
    expect(await tried("reject")).toEqual([["failed", expect.stringContaining("must be <= 1")]]);
  });
});
