import { expect } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import type { Actor } from "@/server/auth/actor";
import type { Deps } from "@/server/deps";
import { until } from "@/server/testing/until";
import { count, deployDocument, expectBalanced, topicIdOf, untilSettled } from "./engine-fixture";

/** Deploys two consumers in a row, so that published events and a sum can be checked too; returns the first topic. */
export async function deployChain(deps: Deps, actor: Actor, name: string): Promise<string> {
  const document = flowOf(`web-address > ${name}.in > set-fields > ${name}.out > counter`, {
    setfields: { fields: [{ field: "seen", value: true }], keepOthers: true },
    counter: { name, amount: "{{ data.n }}" },
  });
  await deployDocument(deps, actor, name, document);
  return topicIdOf(deps, actor, `${name}.in`);
}

/** Waits until some of the events are done, and others not: the middle of everything. */
export async function untilInFlight(deps: Deps, topicId: string, done: number): Promise<void> {
  const sql = "SELECT count(*) AS n FROM delivery WHERE topic_id = $1";
  // As long as for rest: what was in hand when a process was killed is run one by one.
  await until(async () => (await count(deps, sql, [topicId])) >= done, { limitMs: 60_000, everyMs: 2 });
}

/** Waits for rest, and expects that every event `n` from 0 went through the whole chain exactly once. */
export async function expectOnce(deps: Deps, actor: Actor, name: string, events: number): Promise<void> {
  await untilSettled(deps, 60_000);
  await expectBalanced(deps);
  const out = await topicIdOf(deps, actor, `${name}.out`);
  expect(await count(deps, "SELECT count(*) AS n FROM event WHERE topic_id = $1", [out])).toBe(events);
  const causes = "SELECT count(DISTINCT causation_id) AS n FROM event WHERE topic_id = $1";
  expect(await count(deps, causes, [out])).toBe(events);
  const sum = await deps.db.stateEntry.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, store: name },
  });
  expect(sum.value).toBe((events * (events - 1)) / 2);
}
