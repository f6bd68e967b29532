import * as z from "zod";
import { spanUnits } from "@/flow/document/time-span";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const afterTimeout = {
  "go-on": "Go on with what is there",
  stop: "End here",
  fail: "Put it into the dead letters",
} as const;
const afterLate = { stop: "End here", "go-on": "Go on with it alone" } as const;

const config = z.strictObject({
  by: withHints(z.string().trim().min(1).max(4000), {
    label: "Belonging together are events with the same",
    help: "A field such as the number of the ride.",
    control: "template",
    needs: "needs a field that all of them have",
  }),
  byTopic: withHints(
    z
      .array(z.strictObject({ field: z.string().min(1).max(400), value: z.json() }))
      .max(20)
      .default([]),
    {
      label: "Where it is called otherwise (optional)",
      help: "The topic on the left, its field on the right.",
      control: "mapping",
    },
  ),
  amount: withHints(z.number().positive().max(366).default(1), { label: "Wait for" }),
  unit: withHints(z.enum(spanUnits).default("hours"), { label: "Unit" }),
  onTimeout: withHints(z.enum(["go-on", "stop", "fail"]).default("go-on"), {
    label: "If something is missing then",
    choices: afterTimeout,
  }),
  onLate: withHints(z.enum(["stop", "go-on"]).default("stop"), {
    label: "If it comes after that",
    choices: afterLate,
  }),
});
type Config = z.infer<typeof config>;

const idNames = /(?:^|\.)(?:id|.*(?:id|number|no|key))$/i;

export const definition = defineStep({
  type: "wait-for-all",
  version: 1,
  title: "Wait for all",
  summary: "Joins events of several topics that belong together.",
  icon: "merge",
  group: "state",
  synonyms: ["join", "merge", "combine", "gather", "collect", "both", "correlate", "and"],
  config,
  propose: (fields): Partial<Config> => {
    const field = fields.find(({ path }) => path.startsWith("data.") && idNames.test(path));
    return { ...(field ? { by: `{{ ${field.path} }}` } : {}), amount: 1, unit: "hours" };
  },
  isOutside: false,
  mayStop: true,
  joins: true,
  row: (raw) => {
    const field = /^\s*\{\{\s*(?:data\.)?([\w.]+)\s*\}\}\s*$/.exec(String(raw.by ?? ""))?.[1];
    return field === undefined ? "Wait for all" : `Wait for all with the same ${field}`;
  },
  resultFields: [
    { name: "outcome", title: "Complete, timed-out or late", type: "text", sample: "complete" },
    { name: "isComplete", title: "All are there", type: "yes-no", sample: true },
    { name: "missing", title: "Topics that are missing", type: "list", sample: [] },
    { name: "parts", title: "Data by topic", type: "object" },
  ],
});
