import * as z from "zod";
import { traceModes } from "@/flow/delivery/trace-mode";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { useCase } from "../use-case";

/** How long a topic keeps things; null: for ever, all of them. */
export const retentionSchema = z.object({
  /** Events older than this go. */
  keepDays: z.int().min(1).max(36_500).nullable(),
  /** Only the newest so many stay. */
  keepEvents: z.int().min(1).max(1_000_000_000_000).nullable(),
  /** What the steps of a delivery that went well did; failures keep theirs as long as their event. */
  keepTraceDays: z.int().min(1).max(36_500).nullable(),
  /** Of which deliveries that is written at all; absent: as before. Failures are kept in every mode. */
  keepTraces: z.enum(traceModes).optional(),
});

/**
 * Says how long a topic keeps its events and the traces of their deliveries. The workers delete in small batches; what
 * a lagging consumer, a waiting delivery or a replay still needs stays until it is through.
 * @throws AppError `not-found`
 */
export const setRetention = useCase(
  "topic.retain",
  retentionSchema.extend({ topic: z.string() }),
  async (deps, actor, { topic, keepTraces, ...kept }) => {
    const retention = { ...kept, ...(keepTraces === undefined ? {} : { keepTraces }) };
    return deps.db.$transaction(async (tx) => {
      const changed = await tx.topic.updateMany({
        where: { workspaceId: actor.workspaceId, name: topic },
        data: retention,
      });
      if (changed.count === 0) throw new AppError("not-found", `There is no topic \`${topic}\` here.`);
      await recordAudit(tx, actor, "topic.retention-changed", topic, retention);
      return retention;
    });
  },
);
