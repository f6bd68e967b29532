import * as z from "zod";
import { withHints } from "@/flow/node/field-hints";
import { defineStep } from "@/flow/node/step-definition";

export const routeModes = ["first", "every"] as const;

const words = { first: "First that fits", every: "Every one that fits" } as const;

const config = z.strictObject({
  mode: withHints(z.enum(routeModes).default("first"), {
    label: "Which branches run",
    help: "The last branch, Otherwise, runs when no other fits.",
    choices: words,
  }),
});
type Config = z.infer<typeof config>;

export const definition = defineStep({
  type: "route",
  version: 1,
  title: "Route",
  summary: "Takes different steps for different events.",
  icon: "split",
  group: "shape",
  synonyms: ["if", "switch", "split", "branch", "else", "otherwise", "decision", "case"],
  config,
  propose: (): Partial<Config> => ({ mode: "first" }),
  isOutside: false,
  isBranching: true,
  takesFirstBranch: ({ mode }) => mode !== "every",
  row: (raw) => `Route · ${raw.mode === "every" ? "every one that fits" : "first that fits"}`,
});
