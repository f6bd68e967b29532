import * as z from "zod";
import { spanUnits, spanWords } from "@/flow/document/time-span";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const config = z.strictObject({
  amount: withHints(z.union([z.number().min(0), z.string().trim().min(1).max(4000)]).default(5), {
    label: "Wait for",
    help: "A number or a field that holds one.",
    control: "template",
  }),
  unit: withHints(z.enum(spanUnits).default("minutes"), { label: "Unit" }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "delay",
  version: 1,
  title: "Delay",
  summary: "Waits for some time before the steps below run.",
  icon: "timer",
  group: "time",
  synonyms: ["wait", "sleep", "pause", "later", "timer", "after"],
  config,
  propose: (): Partial<Config> => ({ amount: 5, unit: "minutes" }),
  isOutside: false,
  mayStop: true,
  waits: true,
  row: (raw) => {
    const parsed = config.safeParse(raw);
    if (!parsed.success) return "Delay";
    const { amount, unit } = parsed.data;
    const number = typeof amount === "number" ? amount : Number(amount);
    if (Number.isNaN(number)) return `Wait some ${unit}`;
    return `Wait ${spanWords(number, unit)}`;
  },
});
