import type { Deps } from "@/server/deps";
import { readGates, type TopicGateRef } from "@/server/schemas/topic-gate";

/** A gate that is changed is known everywhere within this time. */
const REMEMBER_MS = 1_000;

/** The gates of all topics that have one, by the topic's id. */
export type TopicGates = () => Promise<ReadonlyMap<string, TopicGateRef>>;

/** Makes the memory of gates of one process: read at most once a second, and only when somebody publishes. */
export function createTopicGates(deps: Pick<Deps, "pool">): TopicGates {
  let known: { readonly gates: ReturnType<TopicGates>; readonly untilMs: number } | undefined;
  return () => {
    if (known !== undefined && performance.now() < known.untilMs) return known.gates;
    const reading = { gates: readGates(deps), untilMs: performance.now() + REMEMBER_MS };
    known = reading;
    // What could not be read is not remembered.
    reading.gates.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.gates;
  };
}
