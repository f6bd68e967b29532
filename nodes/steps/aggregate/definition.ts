import * as z from "zod";
import { topicNameSchema } from "@/flow/document/names";
import { spanMsOf, spanUnits } from "@/flow/document/time-span";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

const figures = {
  count: "How many events",
  sum: "Sum",
  average: "Average",
  min: "Smallest",
  max: "Largest",
  list: "All values",
} as const;
const kinds = {
  tumbling: "One after the other",
  hopping: "Overlapping",
  session: "As long as events keep coming",
} as const;
const emits = { final: "Once, when the window closes", each: "With every event" } as const;
const lates = { stop: "End here", "go-on": "Go on, marked as late", publish: "Send to a topic" } as const;

const amount = () => z.number().positive().max(366);
const fixed = { field: "kind", is: ["tumbling", "hopping"] };
const hops = { field: "kind", is: ["hopping"] };
const session = { field: "kind", is: ["session"] };
const closing = { field: "emit", is: ["final"] };

/** Windows that one event may lie in. */
const MAX_OVERLAP = 100;

const config = z
  .strictObject({
    figure: withHints(z.enum(["count", "sum", "average", "min", "max", "list"]).default("count"), {
      label: "What to find out",
      choices: figures,
    }),
    value: withHints(z.string().max(4000).optional(), {
      label: "Of which field",
      control: "template",
      needs: "needs a field",
      visibleWhen: { field: "figure", is: ["sum", "average", "min", "max", "list"] },
    }),
    by: withHints(z.string().max(4000).optional(), {
      label: "One for each (optional)",
      help: "A field such as the device. Empty: one for all events.",
      control: "template",
    }),
    kind: withHints(z.enum(["tumbling", "hopping", "session"]).default("tumbling"), {
      label: "Windows",
      choices: kinds,
    }),
    amount: withHints(amount().default(1), { label: "Length", visibleWhen: fixed }),
    unit: withHints(z.enum(spanUnits).default("minutes"), {
      label: "Unit of the length",
      visibleWhen: fixed,
    }),
    hopAmount: withHints(amount().default(1), { label: "A new one every", visibleWhen: hops }),
    hopUnit: withHints(z.enum(spanUnits).default("minutes"), {
      label: "Unit of the step",
      visibleWhen: hops,
    }),
    gapAmount: withHints(amount().default(5), { label: "Ends when nothing comes for", visibleWhen: session }),
    gapUnit: withHints(z.enum(spanUnits).default("minutes"), {
      label: "Unit of the gap",
      visibleWhen: session,
    }),
    emit: withHints(z.enum(["final", "each"]).default("final"), { label: "Go on", choices: emits }),
    graceSeconds: withHints(z.number().min(0).max(31_622_400).default(0), {
      label: "Seconds that late events may take",
      help: "A window stays open that long after its end.",
    }),
    idleSeconds: withHints(z.number().min(1).max(31_622_400).default(10), {
      label: "Seconds without events that close a window, too",
      help: "Counted from its end. Without it, a window closes only when a later event comes.",
      visibleWhen: closing,
    }),
    time: withHints(z.string().max(4000).optional(), {
      label: "Time of the event (optional)",
      help: "A field with a date. Empty: the time that the event carries.",
      control: "template",
    }),
    onLate: withHints(z.enum(["stop", "go-on", "publish"]).default("stop"), {
      label: "What comes later still",
      choices: lates,
    }),
    lateTopic: withHints(topicNameSchema.optional(), {
      label: "Late events → topic",
      help: "They end here and are sent there as they are.",
      control: "topic",
      needs: "needs a topic for late events",
      visibleWhen: { field: "onLate", is: ["publish"] },
    }),
  })
  .superRefine((given, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (given.figure !== "count" && (given.value ?? "").trim() === "") refuse("value", "A field is missing.");
    if (given.onLate === "publish" && given.lateTopic === undefined)
      refuse("lateTopic", "A topic is missing.");
    const sizeMs = spanMsOf(given.amount, given.unit);
    const hopMs = spanMsOf(given.hopAmount, given.hopUnit);
    if (given.kind === "hopping" && sizeMs / hopMs > MAX_OVERLAP) {
      refuse("hopAmount", `At most ${MAX_OVERLAP} windows may overlap.`);
    }
  });
type Config = z.infer<typeof config>;

const titles: Readonly<Record<Config["figure"], string>> = {
  count: "Count",
  sum: "Sum",
  average: "Average",
  min: "Smallest",
  max: "Largest",
  list: "Collect",
};

export const definition = defineStep({
  type: "aggregate",
  version: 1,
  title: "Count in window",
  summary: "Counts or adds up events in windows of time.",
  icon: "chart-column",
  group: "state",
  synonyms: ["aggregate", "window", "average", "sum", "rate", "per minute", "session", "statistics", "group"],
  config,
  propose: (): Partial<Config> => ({ figure: "count", kind: "tumbling", amount: 1, unit: "minutes" }),
  isOutside: false,
  aside: {
    isOn: (raw) => raw.onLate === "publish",
    topicOf: (raw) => (typeof raw.lateTopic === "string" && raw.lateTopic !== "" ? raw.lateTopic : undefined),
    withTopic: (raw, topic) => {
      const { lateTopic: _previous, ...rest } = raw;
      return topic === undefined ? rest : { ...rest, lateTopic: topic };
    },
  },
  mayStop: true,
  row: (raw) => {
    const parsed = config.safeParse(raw);
    if (!parsed.success) return "Count in window";
    const { figure, kind, amount: length, unit } = parsed.data;
    const title = titles[figure];
    if (kind === "session") return `${title} per session`;
    return `${title} in ${length} ${length === 1 ? unit.slice(0, -1) : unit}`;
  },
  resultFields: [
    { name: "value", title: "Result", type: "number", sample: 5 },
    { name: "count", title: "How many events", type: "number", sample: 5 },
    { name: "key", title: "Of which one", type: "text" },
    { name: "start", title: "Start of the window", type: "date", sample: "2027-01-31T13:00:00.000Z" },
    { name: "end", title: "End of the window", type: "date", sample: "2027-01-31T13:01:00.000Z" },
    { name: "outcome", title: "Open, closed or late", type: "text", sample: "closed" },
  ],
});
