import * as z from "zod";
import { AppError } from "../app-error";
import { inTransaction } from "../log/in-transaction";
import { useCase } from "../use-case";
import { compileReplayPlans } from "./compile-replay-plans";
import { freezeSelection } from "./freeze-selection";
import { replayOptionsSchema, selectionSchema } from "./replay-schemas";

/**
 * Freezes a selection of stored events as the plan of a replay. Only events that one of the chosen
 * consumers reacts to are kept. Nothing runs yet.
 * @throws AppError `not-found` for a foreign consumer, `bad-input` when nothing or too much was chosen, `not-deployable`
 * when a draft cannot run
 */
export const planReplay = useCase(
  "replay.run",
  z.object({
    name: z.string().trim().min(1).max(120),
    reason: z.string().trim().max(500).default(""),
    selection: selectionSchema,
    options: replayOptionsSchema,
  }),
  async (deps, actor, input) => {
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
      const created = await client.query(
        `INSERT INTO replay (id, workspace_id, name, reason, selection, options, created_by)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6) RETURNING id, run`,
        [workspaceId, name, reason, JSON.stringify(selection), JSON.stringify(options), actor.name],
      );
      const replay = z.object({ id: z.string(), run: z.number() }).parse(created.rows[0]);
      const total = await freezeSelection(
        client,
        workspaceId,
        replay.run,
        selection,
        options.subscriptionIds,
      );
      for (const { flowId, plan } of plans) {
        await client.query("INSERT INTO replay_plan (run, flow_id, plan) VALUES ($1, $2, $3)", [
          replay.run,
          flowId,
          JSON.stringify(plan),
        ]);
      }
      await client.query("UPDATE replay SET total = $2 WHERE id = $1", [replay.id, total]);
      return { id: replay.id, run: replay.run, total };
    });
  },
);
