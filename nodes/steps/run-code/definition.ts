import * as z from "zod";
import { returnedFields } from "@/flow/code/returned-fields";
import { withHints } from "@/flow/node/field-hints";
import { defineStep, type FieldInfo } from "@/flow/node/step-definition";

const config = z.strictObject({
  code: withHints(
    z
      .string()
      .max(50_000)
      .refine((code) => code.trim() !== ""),
    {
      label: "Code",
      help: "JavaScript that returns a value: event.data holds the event, steps the results above. Tab indents, Esc leaves.",
      placeholder: "return { total: event.data.price * event.data.amount };",
      control: "code",
      needs: "needs code",
    },
  ),
  result: withHints(z.enum(["step", "event"]).default("step"), {
    label: "What it returns is",
    choices: { step: "The result of this step", event: "The event for the steps below" },
  }),
  timeLimitSeconds: withHints(z.number().min(0.05).max(5).default(1), {
    label: "Stop it after (seconds)",
  }),
});
type Config = z.infer<typeof config>;

const codeIn = (raw: Readonly<Record<string, unknown>>): string =>
  typeof raw.code === "string" ? raw.code : "";

/** A first line that runs: it hands on what is there. */
function firstCode(fields: readonly FieldInfo[]): string {
  const names = fields.flatMap(({ path }) => /^data\.([A-Za-z_]\w*)$/.exec(path)?.[1] ?? []).slice(0, 2);
  if (names.length === 0) return "return event.data;";
  return `return {\n${names.map((name) => `  ${name}: event.data.${name},\n`).join("")}};`;
}

export const definition = defineStep({
  type: "run-code",
  version: 1,
  title: "Run code",
  summary: "Computes anything with a few lines of JavaScript.",
  icon: "code",
  group: "shape",
  synonyms: [
    "javascript",
    "js",
    "script",
    "function",
    "compute",
    "transform",
    "code",
    "custom",
    "typescript",
  ],
  config,
  propose: (fields): Partial<Config> => ({ code: firstCode(fields), result: "step", timeLimitSeconds: 1 }),
  isOutside: false,
  dataAfter: (raw, fields) => {
    if (raw.result !== "event") return fields;
    return returnedFields(codeIn(raw)).map(({ name, title, type }) => ({
      path: `data.${name}`,
      title,
      type,
    }));
  },
  resultFields: (raw) => {
    if (raw.result === "event") return [];
    const known = returnedFields(codeIn(raw));
    return known.length > 0 ? known : [{ name: "", title: "Result", type: "unknown" }];
  },
  row: (raw) => {
    if (codeIn(raw).trim() === "") return "Run code";
    const names = returnedFields(codeIn(raw)).map(({ name }) => name);
    if (names.length === 0) return "Run code";
    const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
    return `Compute ${names.slice(0, 2).join(", ")}${more}`;
  },
});
