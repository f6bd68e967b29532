import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep, type FieldInfo } from "@/flow/node/step-definition";

const kinds = { field: "A date in the event", clock: "A time of day" } as const;
export const dayChoices = ["every", "weekdays", "1", "2", "3", "4", "5", "6", "0"] as const;
const dayWords: Readonly<Record<(typeof dayChoices)[number], string>> = {
  every: "Any day",
  weekdays: "Monday to Friday",
  "1": "Monday",
  "2": "Tuesday",
  "3": "Wednesday",
  "4": "Thursday",
  "5": "Friday",
  "6": "Saturday",
  "0": "Sunday",
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const onClock = { field: "kind", is: ["clock"] };

const config = z
  .strictObject({
    kind: withHints(z.enum(["field", "clock"]).default("field"), { label: "Wait until", choices: kinds }),
    date: withHints(z.string().max(4000).optional(), {
      label: "Date",
      help: "A field with a date such as 2027-01-31T13:00:00Z. Without a zone it counts as UTC.",
      control: "template",
      needs: "needs a date",
      visibleWhen: { field: "kind", is: ["field"] },
    }),
    time: withHints(
      z
        .string()
        .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, "Write it as 08:00.")
        .default("08:00"),
      {
        label: "Time",
        placeholder: "08:00",
        visibleWhen: onClock,
      },
    ),
    day: withHints(z.enum(dayChoices).default("every"), {
      label: "Day",
      choices: dayWords,
      visibleWhen: onClock,
    }),
    timeZone: withHints(
      z
        .string()
        .refine(isTimeZone, "This time zone is not known. Write it as in Europe/Berlin.")
        .default("UTC"),
      { label: "Time zone", placeholder: "Europe/Berlin", visibleWhen: onClock },
    ),
  })
  .superRefine(({ kind, date }, context) => {
    if (kind === "field" && (date ?? "").trim() === "")
      context.addIssue({ code: "custom", path: ["date"], message: "A date is missing." });
  });
type Config = z.infer<typeof config>;

const dateNames = /(?:date|time|until|due|at|on)$/i;

function dateField(fields: readonly FieldInfo[]): FieldInfo | undefined {
  const payload = fields.filter(({ path }) => path.startsWith("data."));
  return payload.find(({ type }) => type === "date") ?? payload.find(({ path }) => dateNames.test(path));
}

export const definition = defineStep({
  type: "wait-until",
  version: 1,
  title: "Wait until",
  summary: "Waits for a date in the event or for a time of day.",
  icon: "alarm-clock",
  group: "time",
  synonyms: ["delay", "sleep", "schedule", "date", "deadline", "remind", "at", "office hours"],
  config,
  propose: (fields): Partial<Config> => {
    const field = dateField(fields);
    return { kind: "field", ...(field ? { date: `{{ ${field.path} }}` } : {}) };
  },
  isOutside: false,
  mayStop: true,
  waits: true,
  row: (raw) => {
    const parsed = config.safeParse(raw);
    if (!parsed.success) return "Wait until …";
    const { kind, date = "", time, day } = parsed.data;
    if (kind === "clock") return `Wait until ${day === "every" ? "" : `${dayWords[day]}, `}${time}`;
    const field = /^\s*\{\{\s*(?:data\.)?([\w.]+)\s*\}\}\s*$/.exec(date)?.[1];
    return `Wait until ${field ?? "a date"}`;
  },
});
