import * as z from "zod";
import { letterOfProblemSql } from "../problems/problem-states";

/** Some deliveries of the live run: by id, or all dead letters of one group, or of one problem. */
export const chosenDeliveriesSchema = z.union([
  z.object({ deliveryIds: z.array(z.uuid()).min(1).max(1_000) }),
  z.object({ problemId: z.uuid() }),
  z.object({
    group: z.object({
      subscriptionId: z.uuid(),
      stepId: z.string().nullable(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
    }),
  }),
]);
export type ChosenDeliveries = z.infer<typeof chosenDeliveriesSchema>;

/**
 * The choice as a condition on `delivery d`, for a statement whose first parameter is the workspace.
 * Parameters $2 to $7 are `chosenDeliveriesValues`.
 */
export const chosenDeliveriesSql = `
  d.subscription_id IN (SELECT s.id FROM subscription s WHERE s.workspace_id = $1)
  AND d.run = 0
  AND CASE WHEN $2::uuid[] IS NOT NULL THEN d.id = ANY($2)
      WHEN $7::uuid IS NOT NULL THEN EXISTS (
        SELECT FROM problem p WHERE p.id = $7 AND p.workspace_id = $1 AND ${letterOfProblemSql})
      ELSE d.subscription_id = $3::uuid AND d.step_id IS NOT DISTINCT FROM $4::text
           AND d.reason IS NOT DISTINCT FROM $5::text AND d.message IS NOT DISTINCT FROM $6::text END`;

/** The values for `chosenDeliveriesSql`, from $2 on. */
export function chosenDeliveriesValues(chosen: ChosenDeliveries): unknown[] {
  if ("deliveryIds" in chosen) return [chosen.deliveryIds, null, null, null, null, null];
  if ("problemId" in chosen) return [null, null, null, null, null, chosen.problemId];
  const { subscriptionId, stepId, reason, message } = chosen.group;
  return [null, subscriptionId, stepId, reason, message, null];
}

/** A group may hold very many: the change has as long as any query, and its record stands or falls with it. */
export const wholeGroup = { timeout: 14_000 } as const;
