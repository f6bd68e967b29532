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
    | "code"
    | "field";
  /** Which types of credentials fit, for `control: "credential"`. */
  readonly credentialTypes?: readonly string[];
  /** Shown only while another field of the config has one of these values. */
  readonly visibleWhen?: { readonly field: string; readonly is: readonly unknown[] };
  /** The sentence when a required field is empty: "needs a recipient". */
  readonly needs?: string;
  /** The names of a mapping are fields of the event, so that all of them can be taken over by name. */
  readonly namesFields?: boolean;
  /** Words for the values of an enumeration or a yes/no field, by value. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** A part of a step's result: `name` is its path below `steps.<id>`, as in `steps.lookup.body`; empty: all of it. */
export interface ResultField extends Omit<FieldInfo, "path"> {
  readonly name: string;
}

export const stepGroups = ["shape", "time", "state", "decide", "act"] as const;
export type StepGroup = (typeof stepGroups)[number];

/** A topic that a step sends events to, and how to re-point it. */
export interface StepOutlet {
  readonly topicOf: (config: Readonly<Record<string, unknown>>) => string | undefined;
  readonly withTopic: (
    config: Readonly<Record<string, unknown>>,
    topic: string | undefined,
  ) => Record<string, unknown>;
  /** Fields of the events that it sends, from those that exist where it stands. Absent: all of them. */
  readonly fields?: (
    config: Readonly<Record<string, unknown>>,
    fields: readonly FieldInfo[],
  ) => readonly FieldInfo[];
}

/** What the folder of a step type says about it. */
interface StepSpec<Config> {
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
  /** Config of a new step, guessed from the fields that exist where it is put, and from the topics that lead there. */
  readonly propose: (fields: readonly FieldInfo[], topics?: readonly string[]) => Partial<Config>;
  /** It acts on the world outside Millrace (shown as `↗ outside`, suppressed in replays and drafts). */
  readonly isOutside: boolean;
  /** Where it depends on the config: an e-mail into the demo inbox leaves nothing. Absent: `isOutside` holds always. */
  readonly isOutsideWith?: (config: Readonly<Record<string, unknown>>) => boolean;
  /** Whether anybody outside sees it, where that differs: a call of the built-in demo endpoint waits like any call and reaches nobody. */
  readonly isSeenOutsideWith?: (config: Readonly<Record<string, unknown>>) => boolean;
  /** For a step that is not to be done twice: what a second try may do, as a clause; absent or undefined: no harm. */
  readonly ifRepeated?: (config: Readonly<Record<string, unknown>>) => string | undefined;
  /** It has stacked branches with conditions; `branches` of the document apply. */
  readonly isBranching?: boolean;
  /** Of its branches only the first that fits runs. Absent: others may as well. */
  readonly takesFirstBranch?: (config: Readonly<Record<string, unknown>>) => boolean;
  /** Events may end or wait here, so that a cycle through it has an exit. */
  readonly mayStop?: boolean;
  /** It joins events of several topics of its consumer. */
  readonly joins?: boolean;
  /** It is a save point at which deliveries wait. */
  readonly waits?: boolean;
  /** Present only for steps that publish. */
  readonly publishes?: StepOutlet;
  /** Some events go aside to a topic when the config asks for it, such as those that come too late. */
  readonly aside?: StepOutlet & {
    readonly isOn: (config: Readonly<Record<string, unknown>>) => boolean;
  };
  /** The row's text on the card; the config may be unfinished. */
  readonly row: (config: Readonly<Record<string, unknown>>) => string;
  /** Fields of the payload below this step, from those above it. Absent: it leaves the payload alone. */
  readonly dataAfter?: (
    config: Readonly<Record<string, unknown>>,
    fields: readonly FieldInfo[],
  ) => readonly FieldInfo[];
  /** What steps below can use as `steps.<id>.<name>`. */
  readonly resultFields?:
    | readonly ResultField[]
    | ((config: Readonly<Record<string, unknown>>) => readonly ResultField[]);
}

/** Everything that is known about a step type outside its execution. */
export interface StepDefinition<Config = unknown> extends StepSpec<Config> {
  readonly kind: "step";
}

/** Gives a definition its types. */
export function defineStep<Config>(spec: StepSpec<Config>): StepDefinition<Config> {
  return { kind: "step", ...spec };
}

/** Runs a step on one event. Throws `StepFailure`; anything else thrown counts as a retryable failure. */
export type StepExecutor<Config = unknown> = (input: {
  readonly config: Config;
  /** Without their steps: those are the pipeline's business. */
  readonly branches: readonly Omit<Branch, "steps">[];
  readonly context: StepContext;
}) => StepResult | Promise<StepResult>;

/**
 * Makes the executor of a step type. A stored config is parsed by the definition before the step sees
 * it, once per config object: plans are immutable, so a cached plan is parsed once.
 * @throws z.ZodError from the executor when a stored config no longer fits its definition
 */
export function defineExecutor<Config>(
  definition: StepDefinition<Config>,
  execute: StepExecutor<Config>,
): StepExecutor {
  const parsed = new WeakMap<object, { readonly config: Config }>();
  return ({ config, branches, context }) => {
    const known = typeof config === "object" && config !== null ? parsed.get(config) : undefined;
    const own = known ?? { config: definition.config.parse(config) };
    if (!known && typeof config === "object" && config !== null) parsed.set(config, own);
    return execute({ config: own.config, branches, context });
  };
}
