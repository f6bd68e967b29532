import type { Deps } from "@/server/deps";
import { replayOptionsSchema } from "@/server/replay/replay-schemas";

/** A replay's options never change; this many are kept. */
const MAX_REPLAYS = 1_000;

/** Whether a replay may act on the outside world, and with it what comes of the events that it publishes. */
export type MayReplayAct = (replayId: string) => Promise<boolean>;

/** Makes the answer for one process, mostly from memory. */
export function createReplayEffects(deps: Pick<Deps, "db">): MayReplayAct {
  const known = new Map<string, Promise<boolean>>();

  async function read(replayId: string): Promise<boolean> {
    const replay = await deps.db.replay.findUnique({ where: { id: replayId }, select: { options: true } });
    // Nobody can be asked any more, so nothing is sent.
    return replay !== null && replayOptionsSchema.parse(replay.options).withOutsideEffects;
  }

  return (replayId) => {
    const remembered = known.get(replayId);
    if (remembered !== undefined) return remembered;
    if (known.size >= MAX_REPLAYS) known.clear();
    const reading = read(replayId);
    known.set(replayId, reading);
    // What could not be read is not remembered.
    reading.catch(() => known.delete(replayId));
    return reading;
  };
}
