import { startReplay } from "@/server/replay/change-replay";
import { planReplay } from "@/server/replay/plan-replay";
import { deliveriesOf, untilDelivered } from "../stage/stored-events";
import { names } from "./witness";
import type { World } from "./world";

/** A replay that runs. */
interface StartedReplay {
  readonly id: string;
  readonly run: number;
  readonly events: number;
}

/** Replays the first events to both consumers. */
export async function replayFirst(
  world: World,
  events: number,
  withOutsideEffects: boolean,
): Promise<StartedReplay> {
  const { deps, actor } = world.installation;
  const subscriptions = await deps.db.subscription.findMany({ where: { topicId: world.inboundId } });
  const planned = await planReplay(deps, actor, {
    name: "storm",
    selection: { parts: [{ topic: names.inbound, fromOffset: 1, toOffset: events }] },
    options: { subscriptionIds: subscriptions.map(({ id }) => id), withOutsideEffects },
  });
  await startReplay(deps, actor, { id: planned.id });
  return { id: planned.id, run: planned.run, events };
}

/**
 * Waits until a replay is done, and looks at what it came to.
 * @throws Error when one of its events was not delivered once to each of the two consumers
 */
export async function expectWhole(
  { installation, inboundId }: World,
  { id, run, events }: StartedReplay,
): Promise<void> {
  await untilDelivered(installation, inboundId, 2 * events, { run, limitMs: 60_000 });
  const counted = await deliveriesOf(installation, inboundId, run);
  const rows = await installation.count("SELECT count(*) AS n FROM delivery WHERE run = $1", [run]);
  const sum = await installation.count(
    "SELECT coalesce(sum((value #>> '{}')::numeric), 0) AS n FROM state_entry WHERE namespace = $1 AND store = $2",
    [id, names.sum],
  );
  if (counted !== 2 * events || rows !== 2 * events || sum !== events) {
    throw new Error(
      `A replay of ${events} counted ${counted}, has ${rows} deliveries, and sums up to ${sum}.`,
    );
  }
}
