import { availableParallelism, loadavg } from "node:os";
import type { Order } from "@/flow/document/flow-document";
import { until } from "@/server/testing/until";
import type { Services } from "../stage/services";
import { testify, type Verdict } from "./witness";
import { makeWorld, untilSettled, type World } from "./world";

/** One row of the fault matrix as something that runs. */
export interface Scenario {
  readonly name: string;
  /** Seconds in which it has to recover; the fault matrix says them. */
  readonly targetSeconds: number;
  /** Environment of the processes, on top of the usual one. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of the consumer that calls the sink; absent: none. */
  readonly order?: Order;
  /**
   * Does the harm and heals it, under load; calls `world.recovered()` after every healing.
   * @throws Error when something that only this scenario looks at does not hold
   */
  inject(world: World): Promise<void>;
}

/** What became of a scenario. */
export interface Outcome extends Verdict {
  readonly slowest: World["slowest"];
  readonly notes: readonly string[];
  readonly isKept: boolean;
  /** What did not hold, when it is not in the numbers. */
  readonly failure?: string | undefined;
}

const WARM_UP = 100;
/** Processes that want each core, over a minute; beyond that seconds say more about the machine than about us. */
const BUSY = 3;

/** What to know before seconds are believed. */
function busyness(): string[] {
  const perCore = (loadavg()[0] ?? 0) / availableParallelism();
  return perCore > BUSY ? [`the machine was overloaded (${perCore.toFixed(0)} processes for each core)`] : [];
}

/** Runs a scenario on a fresh installation: load, harm, healing, rest, and then the witness. */
export async function runScenario(
  services: Services,
  scenario: Scenario,
  options: { readonly seed: number; readonly isFull: boolean },
): Promise<Outcome> {
  const world = await makeWorld(services, {
    ...options,
    variables: scenario.variables,
    order: scenario.order,
  });
  let failure: string | undefined;
  try {
    world.sender.start();
    await until(() => world.sender.ledger.size >= WARM_UP, {
      limitMs: 30_000,
      message: "No event was taken.",
    });
    try {
      await scenario.inject(world);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    } finally {
      await world.sender.stop();
    }
    await untilSettled(world);
    const verdict = await testify(world.installation, world.sender, world.sink);
    const { lost, doubled, unstable, unseen, unbalanced } = verdict;
    const isClean = lost + doubled + unstable + unseen + unbalanced === 0;
    const { slowest } = world;
    const notes = [...world.notes, ...busyness()];
    const isKept = isClean && failure === undefined && slowest.seconds <= scenario.targetSeconds;
    return { ...verdict, slowest, notes, isKept, failure };
  } finally {
    await world.close();
  }
}

/** One line about it. */
export function lineOf(
  id: string,
  { name, targetSeconds }: Scenario,
  outcome: Outcome,
  seed: number,
): string {
  const { seconds, from } = outcome.slowest;
  const numbers = [
    `acked ${outcome.acked}`,
    `lost ${outcome.lost}`,
    `doubled ${outcome.doubled}`,
    `keys unstable ${outcome.unstable}`,
    `unseen ${outcome.unseen}`,
    `unbalanced ${outcome.unbalanced}`,
    `recovered ${from ? `from ${from} ` : ""}in ${seconds.toFixed(1)} s (≤ ${targetSeconds})`,
    ...outcome.notes,
    `seed ${seed}`,
  ];
  const mark = outcome.isKept ? "✓" : "✗";
  return `${mark} ${id} ${name}: ${numbers.join(" · ")}${outcome.failure ? ` — ${outcome.failure}` : ""}`;
}
