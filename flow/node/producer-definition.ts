import type * as z from "zod";
import type { FieldInfo } from "./step-definition";

/** When a schedule fires; `everyMs` counts from the epoch, `cron` in the given IANA time zone. */
export type ScheduleRule =
  | { readonly kind: "every"; readonly everyMs: number }
  | { readonly kind: "cron"; readonly cron: string; readonly timeZone: string };

/** What is made up for when nobody could fire at the time: nothing, the last time, or every time. */
export const missedPolicies = ["none", "last", "all"] as const;
export type MissedPolicy = (typeof missedPolicies)[number];

/** One input of a hosted form. */
export interface FormInput {
  /** Name of the field in the event's data. */
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "email" | "number" | "long-text" | "yes-no" | "date" | "choice";
  readonly isRequired: boolean;
  readonly choices?: readonly string[] | undefined;
}

/** What the folder of a producer type says about it. */
interface ProducerSpec<Config> {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly summary: string;
  readonly icon: string;
  readonly synonyms: readonly string[];
  readonly config: z.ZodType<Config>;
  readonly defaults: NoInfer<Config>;
  /** Name of a new one: "Sign-up form". */
  readonly proposedName: string;
  /** What probably happened, for the "What happened?" box: `form.sent`. */
  readonly proposedTopic: string;
  /** Which door its events come through. The gateway, the form page and the scheduler ask this, never the type. */
  readonly entry: "address" | "form" | "schedule";
  form?(config: Config): {
    readonly title: string;
    readonly intro?: string | undefined;
    readonly button: string;
    readonly thanks: string;
    readonly inputs: readonly FormInput[];
  };
  schedule?(config: Config): {
    readonly rule: ScheduleRule;
    readonly data: unknown;
    readonly missed: MissedPolicy;
  };
  /** Fields that its events will have, as far as the config tells. Paths start with `data.`. */
  readonly fields: (config: Readonly<Record<string, unknown>>) => readonly FieldInfo[];
  /** Second line of the card: "every 5 minutes". */
  readonly row: (config: Readonly<Record<string, unknown>>) => string;
}

/** Everything that is known about a producer type. A producer never knows its consumers. */
export interface ProducerDefinition<Config = unknown> extends ProducerSpec<Config> {
  readonly kind: "producer";
}

/** Gives a definition its types. */
export function defineProducer<Config>(spec: ProducerSpec<Config>): ProducerDefinition<Config> {
  return { kind: "producer", ...spec };
}
