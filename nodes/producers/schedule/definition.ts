import cronstrue from "cronstrue";
import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineProducer, missedPolicies } from "@/flow/node/producer-definition";
import type { FieldInfo } from "@/flow/node/step-definition";
import { cronProblem } from "./cron";

const units = [
  { word: "day", ms: 86_400_000 },
  { word: "hour", ms: 3_600_000 },
  { word: "minute", ms: 60_000 },
  { word: "second", ms: 1_000 },
] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const ruleSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("every"),
    everyMs: z
      .int()
      .min(1_000, "Once a second is the most.")
      .max(366 * 86_400_000, "Once a year is the least."),
  }),
  z.strictObject({
    kind: z.literal("cron"),
    cron: z
      .string()
      .max(200)
      .superRefine((cron, context) => {
        const problem = cronProblem(cron);
        if (problem) context.addIssue({ code: "custom", message: problem });
      }),
    timeZone: z.string().refine(isTimeZone, "This time zone is not known. Write it as in Europe/Berlin."),
  }),
]);

const config = z.strictObject({
  rule: withHints(ruleSchema, { label: "When", control: "schedule", needs: "needs a time" }),
  fields: withHints(
    z
      .array(z.strictObject({ field: z.string().min(1).max(80), value: z.json() }))
      .max(50)
      .default([]),
    {
      label: "Data of each event (optional)",
      help: "Field on the left, its fixed value on the right.",
      control: "mapping",
    },
  ),
  missed: withHints(z.enum(missedPolicies).default("last"), {
    label: "Times missed while Millrace was not running",
    help: "A time that is up to a minute late is not missed.",
    choices: {
      last: "Make up for the last one",
      all: "Make up for every one of them",
      none: "Leave them out",
    },
  }),
});

function everyInWords(everyMs: number): string {
  const unit = units.find(({ ms }) => everyMs % ms === 0);
  if (!unit) return `every ${everyMs / 1000} seconds`;
  const count = everyMs / unit.ms;
  return count === 1 ? `every ${unit.word}` : `every ${count} ${unit.word}s`;
}

function cronInWords(cron: string, timeZone: string): string {
  const words = cronstrue.toString(cron, { use24HourTimeFormat: true });
  const lower = /^At \d/.test(words)
    ? words.replace(/^At /, "at ")
    : words.charAt(0).toLowerCase() + words.slice(1);
  return timeZone === "UTC" ? `${lower} (UTC)` : lower;
}

function typeOf(value: unknown): FieldInfo["type"] {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes-no";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "object" : "unknown";
}

export const definition = defineProducer({
  type: "schedule",
  version: 1,
  title: "Schedule",
  summary: "Makes an event at fixed times.",
  icon: "calendar-clock",
  synonyms: ["cron", "timer", "time", "every", "daily", "hourly", "clock", "interval"],
  config,
  defaults: { rule: { kind: "every", everyMs: 300_000 }, fields: [], missed: "last" },
  proposedName: "Schedule",
  proposedTopic: "time.reached",
  entry: "schedule",
  schedule: ({ rule, fields, missed }) => ({
    rule,
    missed,
    data: Object.fromEntries(fields.map(({ field, value }) => [field, value])),
  }),
  fields: (raw) => {
    const parsed = config.shape.fields.safeParse(raw.fields);
    if (!parsed.success) return [];
    return parsed.data.map(({ field, value }) => ({
      path: `data.${field}`,
      title: field,
      type: typeOf(value),
      sample: value,
    }));
  },
  row: (raw) => {
    const parsed = ruleSchema.safeParse(raw.rule);
    if (!parsed.success) return "schedule";
    const rule = parsed.data;
    return rule.kind === "every" ? everyInWords(rule.everyMs) : cronInWords(rule.cron, rule.timeZone);
  },
});
