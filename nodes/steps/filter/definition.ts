import * as z from "zod";
import { conditionSchema } from "@/flow/document/condition";
import { conditionText } from "@/flow/document/condition-text";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const config = z.strictObject({
  condition: withHints(conditionSchema, {
    label: "Go on only if",
    help: "All other events are skipped here, and shown with the reason.",
    control: "condition",
    needs: "needs a condition",
  }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "filter",
  version: 1,
  title: "Filter",
  summary: "Goes on only with events that fit a condition.",
  icon: "funnel",
  group: "shape",
  synonyms: ["only if", "where", "condition", "skip", "ignore", "go on only if", "if"],
  config,
  propose: (): Partial<Config> => ({ condition: { match: "all", rows: [] } }),
  isOutside: false,
  mayStop: true,
  row: (raw) => {
    const parsed = conditionSchema.safeParse(raw.condition);
    return `Go on only if ${(parsed.success && conditionText(parsed.data)) || "…"}`;
  },
});
