import * as z from "zod";
import { testRunInputSchema } from "@/flow/test-run/test-run";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { findFlow } from "../flows/find-flow";
import { HINT_CHANNEL, writeHints } from "../log/hint";
import { toStoredJson } from "../stored-json";
import { useCase } from "../use-case";

/** Runs of one workspace that are not done: a person has one or two, a script could have thousands. */
const MAX_OPEN = 10;

/** @throws AppError `too-many` */
async function refuseTooMany(tx: Prisma.TransactionClient, workspaceId: string): Promise<void> {
  // Whoever asks at the same time waits, and counts this one.
  await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  const open = await tx.testRun.count({ where: { workspaceId, state: { in: ["waiting", "running"] } } });
  if (open < MAX_OPEN) return;
  throw new AppError(
    "too-many",
    `${MAX_OPEN} drafts of this workspace wait to be run or are running, which is the limit. Run it again when one of them is done.`,
  );
}

/**
 * Has the workers run the draft on a sample. Nothing is stored in topics or state, and nothing is sent outside unless
 * `reallySend` says so. The answer is read with `getTestRun`.
 * @throws AppError `conflict` when `version` is not the draft's any more; `too-many` while others of the workspace wait
 */
export const startTestRun = useCase(
  "flow.edit",
  testRunInputSchema.extend({ flow: z.string(), version: z.int().min(1) }),
  async (deps, actor, { flow: slug, version, ...input }) => {
    const flow = await findFlow(deps.db, actor, slug);
    if (version !== flow.draftVersion) {
      throw new AppError(
        "conflict",
        `${flow.updatedBy} changed this flow meanwhile. Look at it, then run it.`,
        {
          version: flow.draftVersion,
        },
      );
    }
    return deps.db.$transaction(async (tx) => {
      await refuseTooMany(tx, actor.workspaceId);
      const { id } = await tx.testRun.create({
        data: {
          workspaceId: actor.workspaceId,
          flowId: flow.id,
          document: toStoredJson(Object(flow.draft)),
          input: toStoredJson(input),
          createdBy: actor.name,
        },
        select: { id: true },
      });
      if (input.reallySend) await recordAudit(tx, actor, "flow.tried", flow.name);
      const hint = writeHints([{ kind: "tried", id: flow.id }]);
      await tx.$queryRaw`SELECT pg_notify(${HINT_CHANNEL}, ${hint})::text`;
      return { id };
    });
  },
);
