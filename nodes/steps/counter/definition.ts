import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const config = z.strictObject({
  name: withHints(z.string().trim().min(1).max(80), {
    label: "What is counted",
    help: "Counters with the same name share their numbers, in all flows.",
    placeholder: "Sign-ups",
    needs: "needs a name",
  }),
  by: withHints(z.string().max(4000).optional(), {
    label: "One count for each (optional)",
    help: "A field such as the customer. Empty: one count for all events.",
    control: "template",
  }),
  amount: withHints(z.union([z.number(), z.string().max(4000)]).default(1), {
    label: "Add",
    help: "A number or a field that holds one.",
    control: "template",
  }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "counter",
  version: 1,
  title: "Counter",
  summary: "Counts events or adds up a number, and keeps the sum.",
  icon: "hash",
  group: "state",
  synonyms: ["count", "sum", "total", "add", "balance", "analytics", "increment", "statistics"],
  config,
  propose: (): Partial<Config> => ({ name: "Events", amount: 1 }),
  isOutside: false,
  row: (raw) =>
    typeof raw.name === "string" && raw.name.trim() !== "" ? `Count ${raw.name.trim()}` : "Counter",
  resultFields: [{ name: "sum", title: "Sum", type: "number", sample: 1 }],
});
