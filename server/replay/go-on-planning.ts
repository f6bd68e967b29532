import * as z from "zod";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { startReplay } from "./change-replay";
import { freezePart } from "./freeze-part";

const actorSchema = z.object({
  kind: z.enum(["user", "api-key", "system"]),
  id: z.string(),
  name: z.string(),
  workspaceId: z.string(),
  workspaceSlug: z.string(),
  role: z.enum(["owner", "admin", "editor", "operator", "viewer"]),
  ip: z.string().optional(),
}) satisfies z.ZodType<Actor>;

const wantedRows = z.array(z.object({ id: z.string(), start_by: actorSchema }));

/** Starts what somebody wanted to start as soon as it is planned. What cannot be started stays planned and says why. */
async function startWanted(deps: Deps): Promise<void> {
  const { rows } = await deps.pool.query(
    "SELECT id, start_by FROM replay WHERE start_by IS NOT NULL AND state = 'planned' ORDER BY run",
  );
  for (const { id, start_by: actor } of wantedRows.parse(rows)) {
    try {
      await startReplay(deps, actor, { id });
    } catch (error) {
      deps.log.warn({ err: error, replay: id }, "a replay that was planned could not be started");
      await deps.pool.query(
        `UPDATE replay SET start_by = NULL, paused_because = 'It could not be started. Start it here.'
         WHERE id = $1 AND state = 'planned'`,
        [id],
      );
    }
  }
}

/**
 * Looks at the next part of a replay that is being planned, and starts those that wait for their plan.
 * @returns whether there is more to look at
 */
export async function goOnPlanning(deps: Deps): Promise<boolean> {
  const outcome = await freezePart(deps.pool);
  await startWanted(deps);
  return outcome !== "none";
}
