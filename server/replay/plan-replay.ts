import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { inTransaction } from "../log/in-transaction";
import { useCase } from "../use-case";
import { compileReplayPlans } from "./compile-replay-plans";
import { freezePart } from "./freeze-part";
import { openSelection } from "./open-selection";
import { replayOptionsSchema, replayStates, selectionSchema } from "./replay-schemas";

/** How long whoever asks for a plan waits for it; the workers do the rest. */
const WAIT_MS = 2_000;

const BUSY_MS = 50;

const planInput = z.object({
  name: z.string().trim().min(1).max(120),
  reason: z.string().trim().max(500).default(""),
  selection: selectionSchema,
  options: replayOptionsSchema,
});

const NOTHING = "No stored event fits this choice.";

/** Writes a plan down that nobody has looked through yet. */
export async function openPlan(deps: Deps, actor: Actor, input: z.output<typeof planInput>) {
  const { name, reason, selection, options } = input;
  const { workspaceId } = actor;
  const subscriptions = await deps.db.subscription.findMany({
    where: { workspaceId, id: { in: options.subscriptionIds }, state: { not: "removed" } },
    select: { flowId: true, consumerId: true },
  });
  if (subscriptions.length !== new Set(options.subscriptionIds).size) {
    throw new AppError("not-found", "One of the consumers is not deployed any more. Choose again.");
  }
  const plans = options.revision === "draft" ? await compileReplayPlans(deps, subscriptions) : [];
  return inTransaction(deps.pool, async (client) => {
    const planning = await openSelection(client, workspaceId, selection, options.subscriptionIds);
    if (planning.of === 0) throw new AppError("bad-input", NOTHING);
    const created = await client.query(
      `INSERT INTO replay (id, workspace_id, name, reason, selection, options, created_by, state, planning)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, 'planning', $7) RETURNING id, run`,
      [
        ...[workspaceId, name, reason, JSON.stringify(selection), JSON.stringify(options), actor.name],
        JSON.stringify(planning),
      ],
    );
    const replay = z.object({ id: z.string(), run: z.number() }).parse(created.rows[0]);
    for (const { flowId, plan } of plans) {
      await client.query("INSERT INTO replay_plan (run, flow_id, plan) VALUES ($1, $2, $3)", [
        replay.run,
        flowId,
        JSON.stringify(plan),
      ]);
    }
    return replay;
  });
}

const plannedRow = z.object({
  id: z.string(),
  run: z.number(),
  state: z.enum(replayStates),
  total: z.coerce.number(),
  paused_because: z.string().nullable(),
});

async function readPlanned(deps: Pick<Deps, "pool">, id: string) {
  const { rows } = await deps.pool.query(
    "SELECT id, run, state, total, paused_because FROM replay WHERE id = $1",
    [id],
  );
  return plannedRow.parse(rows[0]);
}

/**
 * Freezes a selection of stored events as the plan of a replay. Only events that one of the chosen consumers reacts to
 * are kept. Nothing runs yet. What takes longer than two seconds is still `planning` when this returns: the workers look
 * at the rest, part by part.
 * @throws AppError `not-found` for a foreign consumer, `bad-input` when nothing or too much was chosen, `not-deployable`
 * when a draft cannot run
 */
export const planReplay = useCase("replay.run", planInput, async (deps, actor, input) => {
  const { id } = await openPlan(deps, actor, input);
  const deadline = performance.now() + WAIT_MS;
  let planned = await readPlanned(deps, id);
  while (planned.state === "planning" && performance.now() < deadline) {
    // A worker may have been quicker.
    if ((await freezePart(deps.pool, id)) === "none") await pause(BUSY_MS);
    planned = await readPlanned(deps, id);
  }
  const { state, total, run, paused_because: why } = planned;
  if (state === "cancelled") {
    // Whoever waits for it is told at once; nobody else has seen it.
    await deps.pool.query("DELETE FROM replay WHERE id = $1", [id]);
    throw new AppError("bad-input", why ?? NOTHING);
  }
  return { id, run, state, total };
});
