import * as z from "zod";
import type { Deps } from "../deps";
import { streamCase } from "../stream-case";
import { waitForHint } from "./hints";
import { pauseFor } from "./pause-for";

/** Net under lost hints. */
const POLL_MS = 1_000;
/** At most so often it looks, and somebody is told. */
const EVERY_MS = 1_000;

const marks = z.tuple([z.object({ mark: z.string() })]);

/** Changes with every event that is stored in the topics, and with everything that becomes of one at a consumer. */
async function markOf(
  deps: Deps,
  workspaceId: string,
  topics: readonly string[] | undefined,
): Promise<string> {
  // Lanes of replays that are over stay where they are, and there may be many.
  const replays = await deps.db.replay.findMany({
    where: { workspaceId, state: { in: ["running", "paused"] } },
    select: { run: true },
  });
  // Lanes count every outcome in the same commit, so nothing has to be read of the deliveries.
  const { rows } = await deps.pool.query(
    `SELECT md5(coalesce(string_agg(concat_ws(' ', t.id, h.head, l.states), ',' ORDER BY t.id), '')) AS mark
     FROM topic t JOIN topic_head h ON h.topic_id = t.id
     LEFT JOIN LATERAL (
       SELECT string_agg(concat_ws(' ', l.id, s.state, l.low_watermark, l.handed_out, l.succeeded, l.filtered, l.dead,
                                   l.cancelled, l.discarded, l.expired, l.retrying, l.held), ',' ORDER BY l.id) AS states
       FROM subscription s JOIN lane l ON l.subscription_id = s.id
       WHERE s.topic_id = t.id AND (l.run = 0 OR l.run = ANY($3))
     ) l ON true
     WHERE t.workspace_id = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))`,
    [workspaceId, topics ?? null, replays.map(({ run }) => run)],
  );
  return marks.parse(rows)[0].mark;
}

/**
 * Tells whoever shows events by what became of them to look again: at once, and then whenever something was stored or
 * became of an event, once a second at most. What changed is not said; who comes back after a lost connection is told
 * at once.
 */
export const watchOutcomes = streamCase(
  "event.read",
  z.object({ topics: z.array(z.string().max(200)).max(200).optional() }),
  async function* (deps, actor, { topics }, signal): AsyncGenerator<{ readonly at: Date }> {
    let told: string | undefined;
    while (!signal.aborted) {
      // Listens from before it reads, so that what changes meanwhile is found at once.
      const hint = waitForHint(deps, POLL_MS, signal);
      const mark = await markOf(deps, actor.workspaceId, topics);
      if (mark !== told) {
        told = mark;
        yield { at: new Date() };
      }
      // Hints come of everything that happens in the installation.
      await pauseFor(EVERY_MS, signal);
      await hint;
    }
  },
);
