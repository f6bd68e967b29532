import type * as z from "zod";
import type { StepContext, StepResult } from "../delivery/step-context";
import type { Branch } from "../document/flow-document";

/** A field that a person can pick: where it is, what it is called, and a value to show beside it. */
export interface FieldInfo {
  /** As used in expressions: `data.email`, `steps.lookup.body`. */
  readonly path: string;
  readonly title: string;
  readonly type: "text" | "number" | "yes-no" | "date" | "list" | "object" | "unknown";
  readonly sample?: unknown;
}

/** Form hints of a config field, given with zod's `.meta()`. Everything else follows from the zod type. */
export interface FieldHints {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  /** `template`: text with field chips; the others name a special control. */
  readonly control?:
    | "template"
    | "long-template"
    | "topic"
    | "credential"
    | "condition"
    | "mapping"
    | "form-fields"
    | "schedule"
    | "field";
  /** Which credentials fit, for `control: "credential"`. */
  readonly credentialType?: string;
  /** Shown only while another field of the config has one of these values. */
  readonly visibleWhen?: { readonly field: string; readonly is: readonly unknown[] };
  /** The sentence when a required field is empty: "needs a recipient". */
  readonly needs?: string;
}

export const stepGroups = ["shape", "time", "state", "decide", "act"] as const;
export type StepGroup = (typeof stepGroups)[number];

/** Everything that is known about a step type outside its execution. */
export interface StepDefinition<Config = unknown> {
  readonly kind: "step";
  /** Equals the folder's name. */
  readonly type: string;
  /** Of the config's format. */
  readonly version: number;
  readonly title: string;
  /** One line: what it does. */
  readonly summary: string;
  /** A lucide icon by its kebab-case name. */
  readonly icon: string;
  readonly group: StepGroup;
  /** Other words that find it: "if", "switch". */
  readonly synonyms: readonly string[];
  readonly config: z.ZodType<Config>;
  /** Config of a new step, guessed from the fields that exist where it is put. */
  readonly propose: (fields: readonly FieldInfo[]) => Partial<Config>;
  /** It acts on the world outside Millrace (shown as `↗ outside`, suppressed in replays and drafts). */
  readonly isOutside: boolean;
  /** It has stacked branches with conditions; `branches` of the document apply. */
  readonly isBranching?: boolean;
  /** The topic it publishes to, and how to re-point it; present only for steps that publish. */
  readonly publishes?: {
    readonly topicOf: (config: Readonly<Record<string, unknown>>) => string | undefined;
    readonly withTopic: (
      config: Readonly<Record<string, unknown>>,
      topic: string | undefined,
    ) => Record<string, unknown>;
  };
  /** The row's text on the card; the config may be unfinished. */
  readonly row: (config: Readonly<Record<string, unknown>>) => string;
  /** Fields that steps below can use as `steps.<id>.…`. */
  readonly resultFields?: readonly Omit<FieldInfo, "path">[];
}

/** Gives a definition its types; returns it unchanged. */
export function defineStep<Config>(definition: Omit<StepDefinition<Config>, "kind">): StepDefinition<Config> {
  return { kind: "step", ...definition };
}

/** Runs a step on one event. Throws `StepFailure`; anything else thrown counts as a retryable failure. */
export type StepExecutor<Config> = (input: {
  readonly config: Config;
  readonly branches: readonly Branch[];
  readonly context: StepContext;
}) => StepResult | Promise<StepResult>;

/** Gives an executor its types; returns it unchanged. */
export function defineExecutor<Config>(
  _definition: StepDefinition<Config>,
  execute: StepExecutor<Config>,
): StepExecutor<Config> {
  return execute;
}
