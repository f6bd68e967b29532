import * as z from "zod";
import { testRunInputSchema } from "@/flow/test-run/test-run";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { findFlow } from "../flows/find-flow";
import { HINT_CHANNEL, writeHints } from "../log/hint";
import { toStoredJson } from "../stored-json";
import { useCase } from "../use-case";

/**
 * Has the workers run the draft on a sample. Nothing is stored in topics or state, and nothing is sent outside unless
 * `reallySend` says so. The answer is read with `getTestRun`.
 * @throws AppError `conflict` when `version` is not the draft's any more
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
