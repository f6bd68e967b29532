import * as z from "zod";
import { countedChanges, diffFlows } from "@/flow/diff/diff-flows";
import { isSame } from "@/flow/diff/is-same";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import { cancelWaitingNow } from "../log/cancel-waiting";
import { toStoredJson } from "../stored-json";
import { useCase } from "../use-case";
import { applyPlan, type DeployEffects, type StartChoice } from "./apply-plan";
import { compileDraft } from "./compile-draft";
import { deliverKeptSamples } from "./deliver-kept-samples";
import { type FoundFlow, lockFlow } from "./find-flow";
import { storedDocument } from "./stored-document";

/** Where new consumers begin, by consumer id; `now` for those that are not named. */
export const startsSchema = z.record(z.string(), z.enum(["now", "beginning"]));

/** Long enough to wait for another deployment and to end subscriptions with many retries. */
export const deployTransaction = { maxWait: 5_000, timeout: 30_000 } as const;

/** What became of a deployment; `isNew` is false when nothing had changed. */
export interface Deployed {
  readonly revision: number;
  readonly isNew: boolean;
  readonly effects: DeployEffects;
  /** Kept samples that were delivered with it. */
  readonly deliveredKept: number;
}

/**
 * Deploys the draft: an immutable revision, its subscriptions, lanes and producers, all in one transaction. When it
 * fails, what ran before goes on running. With nothing to deploy it answers with the revision that is live.
 * @throws AppError `not-deployable` with `details.issues`; `conflict` when `version` is not the draft's any more
 */
export const deployFlow = useCase(
  "flow.deploy",
  z.object({
    flow: z.string(),
    /** The draft that was looked at; absent: whatever it is now. */
    version: z.int().min(1).optional(),
    note: z.string().trim().max(2000).optional(),
    starts: startsSchema.default({}),
    /** Also gives the new consumers what came to the addresses before the first deployment. */
    deliverKept: z.boolean().default(false),
  }),
  async (deps, actor, input): Promise<Deployed> => {
    const { flowId, ...deployed } = await deps.db.$transaction(async (tx) => {
      const flow = await lockFlow(tx, actor, input.flow);
      if (input.version !== undefined && input.version !== flow.draftVersion) {
        throw new AppError(
          "conflict",
          `${flow.updatedBy} changed this flow meanwhile. Look at it, then deploy.`,
          {
            version: flow.draftVersion,
            savedBy: flow.updatedBy,
            savedAt: flow.updatedAt.toISOString(),
          },
        );
      }
      const done = await deployDraft(tx, actor, flow, { note: input.note, starts: input.starts });
      return { ...done, flowId: flow.id };
    }, deployTransaction);
    if (deployed.effects.removed.length > 0) await cancelWaitingNow(deps.pool);
    // After the commit: the consumers' cursors stand, so nothing of it is missed.
    return { ...deployed, deliveredKept: input.deliverKept ? await deliverKeptSamples(deps, flowId) : 0 };
  },
);

async function deployDraft(
  tx: Prisma.TransactionClient,
  actor: Actor,
  flow: FoundFlow,
  { note, starts }: { note: string | undefined; starts: Readonly<Record<string, StartChoice>> },
): Promise<Omit<Deployed, "deliveredKept">> {
  const document = storedDocument(flow.draft);
  const plan = await compileDraft(tx, flow, document);
  const live = flow.liveRevision;
  if (live !== null && isUpToDate(live, document, plan)) {
    return { revision: live.number, isNew: false, effects: { started: [], kept: 0, removed: [] } };
  }
  const { _max } = await tx.revision.aggregate({ where: { flowId: flow.id }, _max: { number: true } });
  const revision = await tx.revision.create({
    data: {
      flowId: flow.id,
      number: (_max.number ?? 0) + 1,
      document: toStoredJson(document),
      plan: toStoredJson(plan),
      createdBy: actor.name,
    },
  });
  await tx.flow.update({ where: { id: flow.id }, data: { draftAuthors: {} }, select: { id: true } });
  const effects = await applyPlan(tx, { flow, revisionId: revision.id, plan, starts });
  await tx.deployment.create({
    data: {
      flowId: flow.id,
      revisionId: revision.id,
      kind: "deploy",
      note: note ?? null,
      effects: toStoredJson(effects),
      by: actor.name,
    },
  });
  await recordAudit(tx, actor, "flow.deployed", flow.name, { revision: revision.number });
  return { revision: revision.number, isNew: true, effects };
}

function isUpToDate(
  live: { readonly document: unknown; readonly plan: unknown },
  document: Parameters<typeof diffFlows>[1],
  plan: object,
): boolean {
  const changes = countedChanges(diffFlows(storedDocument(live.document), document, definitions));
  return changes.length === 0 && isSame(live.plan, toStoredJson(plan));
}
