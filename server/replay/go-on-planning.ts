import * as z from "zod";
import { AppError } from "../app-error";
import type { Role } from "../auth/actor";
import type { Deps } from "../deps";
import { startReplay } from "./change-replay";
import { freezePart } from "./freeze-part";

const wantedRows = z.array(
  z.object({
    id: z.string(),
    workspace_id: z.string(),
    workspace_slug: z.string(),
    start_by: z.object({ kind: z.enum(["user", "api-key", "system"]), id: z.string(), name: z.string() }),
  }),
);
type Wanted = z.output<typeof wantedRows>[number];

/** What whoever has asked for a start may do now; undefined: nothing any more. */
async function roleOf({ db }: Pick<Deps, "db">, wanted: Wanted): Promise<Role | undefined> {
  const { workspace_id: workspaceId, start_by: by } = wanted;
  if (by.kind === "user") {
    const key = { workspaceId, userId: by.id };
    return (await db.membership.findUnique({ where: { workspaceId_userId: key } }))?.role;
  }
  if (by.kind !== "api-key") return undefined;
  const living = [{ expiresAt: null }, { expiresAt: { gt: new Date() } }];
  return (await db.apiKey.findFirst({ where: { id: by.id, workspaceId, revokedAt: null, OR: living } }))
    ?.role;
}

async function startOne(deps: Deps, wanted: Wanted): Promise<void> {
  const role = await roleOf(deps, wanted);
  if (role === undefined) throw new AppError("not-allowed", `${wanted.start_by.name} is not here any more.`);
  const { id, workspace_id: workspaceId, workspace_slug: workspaceSlug, start_by: by } = wanted;
  await startReplay(deps, { ...by, role, workspaceId, workspaceSlug }, { id });
}

/** Starts what somebody wanted to start as soon as it is planned. What cannot be started stays planned and says why. */
async function startWanted(deps: Deps): Promise<void> {
  const { rows } = await deps.pool.query(
    `SELECT r.id, r.workspace_id, w.slug AS workspace_slug, r.start_by FROM replay r JOIN workspace w ON w.id = r.workspace_id
     WHERE r.start_by IS NOT NULL AND r.state = 'planned' ORDER BY r.run`,
  );
  for (const wanted of wantedRows.parse(rows)) {
    try {
      await startOne(deps, wanted);
    } catch (error) {
      deps.log.warn({ err: error, replay: wanted.id }, "a replay that was planned could not be started");
      await deps.pool.query(
        `UPDATE replay SET start_by = NULL, paused_because = 'It could not be started by itself. Start it here.'
         WHERE id = $1 AND state = 'planned'`,
        [wanted.id],
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
