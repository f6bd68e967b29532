import * as z from "zod";
import { parsePlan } from "@/flow/compile/plan-schema";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { cancelWaitingNow } from "../log/cancel-waiting";
import { toStoredJson } from "../stored-json";
import { useCase } from "../use-case";
import { applyPlan } from "./apply-plan";
import { type Deployed, deployTransaction, startsSchema } from "./deploy-flow";
import { lockFlow } from "./find-flow";
import { findRevision } from "./find-revision";

/**
 * Makes an earlier revision the running one again; itself a deployment. The draft stays as it is, so that what was
 * taken back is still there to be repaired.
 * @throws AppError `not-found` for an unknown revision; `not-deployable` when one of its topics was deleted
 */
export const rollBackFlow = useCase(
  "flow.deploy",
  z.object({
    flow: z.string(),
    revision: z.int().min(1),
    note: z.string().trim().max(2000).optional(),
    starts: startsSchema.default({}),
  }),
  async (deps, actor, input): Promise<Deployed> => {
    const done = await deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, input.flow);
      const revision = await findRevision(tx, flow.id, input.revision);
      const plan = parsePlan(revision.plan);
      const wanted = Object.entries(plan.topicIds);
      const present = await tx.topic.findMany({
        where: { workspaceId: flow.workspaceId, id: { in: wanted.map(([, id]) => id) } },
        select: { id: true },
      });
      const ids = new Set(present.map(({ id }) => id));
      const gone = wanted.filter(([, id]) => !ids.has(id)).map(([name]) => `\`${name}\``);
      if (gone.length > 0) {
        throw new AppError(
          "not-deployable",
          `Revision ${input.revision} needs ${gone.join(", ")}, which was deleted. Deploy the draft instead.`,
        );
      }
      const effects = await applyPlan(tx, { flow, revisionId: revision.id, plan, starts: input.starts });
      await tx.deployment.create({
        data: {
          flowId: flow.id,
          revisionId: revision.id,
          kind: "rollback",
          note: input.note ?? null,
          effects: toStoredJson(effects),
          by: actor.name,
        },
      });
      await recordAudit(tx, actor, "flow.rolled-back", flow.name, { revision: revision.number });
      return { revision: revision.number, isNew: true, effects, deliveredKept: 0 };
    }, deployTransaction);
    if (done.effects.removed.length > 0) await cancelWaitingNow(deps.pool);
    return done;
  },
);
