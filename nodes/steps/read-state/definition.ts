import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const config = z.strictObject({
  store: withHints(z.string().trim().min(1).max(80), {
    label: "Saved values",
    help: "The name that *Update state* or a counter saves under.",
    placeholder: "Customers",
    needs: "needs a name",
  }),
  by: withHints(z.string().max(4000).optional(), {
    label: "Of which one (optional)",
    help: "A field such as the customer. Empty: the value that is there for all.",
    control: "template",
  }),
  ifEmpty: withHints(z.string().max(4000).optional(), {
    label: "If nothing is saved, use (optional)",
    control: "template",
  }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "read-state",
  version: 1,
  title: "Read state",
  summary: "Looks up a saved value for the steps below.",
  icon: "database",
  group: "state",
  synonyms: ["get", "lookup", "look up", "load", "saved value", "variable", "memory"],
  config,
  propose: (): Partial<Config> => ({}),
  isOutside: false,
  row: (raw) =>
    typeof raw.store === "string" && raw.store.trim() !== "" ? `Read ${raw.store.trim()}` : "Read state",
  resultFields: [
    { name: "value", title: "Saved value", type: "unknown" },
    { name: "exists", title: "Something is saved", type: "yes-no", sample: true },
  ],
});
