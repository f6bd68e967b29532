import * as z from "zod";
import { conditionSchema } from "../document/condition";
import { failurePolicySchema, orderSchema, rateSchema } from "../document/flow-document";
import type { Plan, PlanBranch, PlanStep } from "./plan";

const branchSchema: z.ZodType<PlanBranch> = z.object({
  id: z.string(),
  name: z.string().optional(),
  condition: conditionSchema.optional(),
  get steps() {
    return z.array(stepSchema);
  },
});

const stepSchema: z.ZodType<PlanStep> = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  config: z.unknown(),
  get branches() {
    return z.array(branchSchema);
  },
});

const planSchema: z.ZodType<Plan> = z.object({
  producers: z.array(
    z.object({ id: z.string(), type: z.string(), name: z.string(), topicId: z.uuid(), config: z.unknown() }),
  ),
  consumers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      topicIds: z.array(z.uuid()),
      order: orderSchema,
      failure: failurePolicySchema,
      rate: rateSchema.optional(),
      steps: z.array(stepSchema),
      isOutside: z.boolean(),
    }),
  ),
  topicIds: z.record(z.string(), z.uuid()),
});

/**
 * Reads a plan that was stored with its revision. Configs stay unchecked: each step parses its own.
 * @throws z.ZodError when it is no plan: a fault in the database, not in what people drew
 */
export function parsePlan(stored: unknown): Plan {
  return planSchema.parse(stored);
}
