import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

export const operations = ["set", "add", "append", "merge", "compare", "remove"] as const;
export type Operation = (typeof operations)[number];

const words: Readonly<Record<Operation, string>> = {
  set: "Save a value",
  add: "Add a number to it",
  append: "Add to the end of a list",
  merge: "Change some of its fields",
  compare: "Save a value if it is still what you expect",
  remove: "Remove it",
};

const withValue: readonly Operation[] = ["set", "add", "append", "compare"];
const fieldRow = z.strictObject({ field: z.string().min(1).max(400), value: z.json() });

const config = z
  .strictObject({
    store: withHints(z.string().trim().min(1).max(80), {
      label: "Saved values",
      help: "Steps with the same name share their values, in all flows.",
      placeholder: "Customers",
      needs: "needs a name",
    }),
    by: withHints(z.string().max(4000).optional(), {
      label: "One for each (optional)",
      help: "A field such as the customer. Empty: one value for all events.",
      control: "template",
    }),
    operation: withHints(z.enum(operations).default("set"), { label: "What to do", choices: words }),
    expected: withHints(z.json().optional(), {
      label: "Expected now",
      help: "Empty: nothing is saved yet.",
      control: "template",
      visibleWhen: { field: "operation", is: ["compare"] },
    }),
    value: withHints(z.json().optional(), {
      label: "Value",
      control: "template",
      needs: "needs a value",
      visibleWhen: { field: "operation", is: withValue },
    }),
    fields: withHints(z.array(fieldRow).max(200).optional(), {
      label: "Fields",
      help: "The name of a field, then what it holds. An empty value removes the field.",
      control: "mapping",
      namesFields: true,
      needs: "needs a field",
      visibleWhen: { field: "operation", is: ["merge"] },
    }),
    keep: withHints(z.int().min(1).max(1000).default(100), {
      label: "Keep at most",
      help: "The oldest go first.",
      visibleWhen: { field: "operation", is: ["append"] },
    }),
  })
  .superRefine(({ operation, value, fields }, context) => {
    const isEmpty = value === undefined || value === "";
    if (withValue.includes(operation) && isEmpty)
      context.addIssue({ code: "custom", path: ["value"], message: "A value is missing." });
    if (operation === "merge" && (fields ?? []).length === 0)
      context.addIssue({ code: "custom", path: ["fields"], message: "A field is missing." });
  });
type Config = z.infer<typeof config>;

const verbs: Readonly<Record<Operation, string>> = {
  set: "Save",
  add: "Add to",
  append: "Append to",
  merge: "Change",
  compare: "Save if unchanged:",
  remove: "Remove from",
};

export const definition = defineStep({
  type: "update-state",
  version: 1,
  title: "Update state",
  summary: "Saves or changes a value that later events can use.",
  icon: "database-zap",
  group: "state",
  synonyms: ["save", "set", "store", "remember", "variable", "append", "merge", "balance", "memory"],
  config,
  propose: (): Partial<Config> => ({ operation: "set" }),
  isOutside: false,
  row: (raw) => {
    const name = typeof raw.store === "string" ? raw.store.trim() : "";
    const operation = config.shape.operation.safeParse(raw.operation);
    return name === "" ? "Update state" : `${verbs[operation.data ?? "set"]} ${name}`;
  },
  resultFields: [
    { name: "value", title: "Value after it", type: "unknown" },
    { name: "previous", title: "Value before it", type: "unknown" },
    { name: "changed", title: "It was changed", type: "yes-no", sample: true },
  ],
});
