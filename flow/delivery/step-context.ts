import type { Condition } from "../document/condition";
import type { EventEnvelope } from "../event/event-envelope";
import type { StepCode } from "./code-job";
import type { KeptMail } from "./delivery-trace";

/** One row of a condition after evaluation, for the "why" line. */
export interface ConditionVerdict {
  readonly passed: boolean;
  /** In words: `status` was "open". */
  readonly because: string;
}

export interface OutgoingRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  /** Id of a stored credential whose secret is added by the runtime, never seen by the step. */
  readonly credentialId?: string | undefined;
}
export interface IncomingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded text, at most 1 MiB. */
  readonly body: string;
  /** Nothing was sent: a draft is tried, or a replay without effects. */
  readonly isSuppressed?: boolean;
  /** Nothing was sent either: it is what was answered the first time. */
  readonly isRecorded?: boolean;
}
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly from?: string | undefined;
  /** Absent: the built-in demo inbox, which sends nothing outside. */
  readonly credentialId?: string | undefined;
}

export interface SentMail {
  readonly messageId: string;
  /** Nothing was sent: a draft is tried, or a replay without effects. */
  readonly isSuppressed?: boolean;
  /** Nothing was sent this time: the first delivery of the event has sent the same. */
  readonly isRecorded?: boolean;
  /** For the trace. */
  readonly kept?: KeptMail | undefined;
}

/** An event that a step wants to publish; kept back until all steps have worked. */
export interface PublishDraft {
  readonly topic: string;
  readonly data: unknown;
  readonly subject?: string | undefined;
  readonly key?: string | undefined;
}

/** What a change of the state does about the row's alarm; without a word it stays as it is. */
export type AlarmChange =
  /** At this time the delivery goes on at this step, with `context.alarm` set, also when it has ended by then. */
  { readonly kind: "set"; readonly at: Date } | { readonly kind: "ring" } | { readonly kind: "clear" };

/** A row of the state as a step leaves it. */
export interface StateChange {
  /** JSON; undefined removes the row. */
  readonly value: unknown;
  readonly alarm?: AlarmChange | undefined;
  /** From when on nobody needs the row; it is deleted some time later. */
  readonly expiresAt?: Date | undefined;
}

/** What a step may do and see. Implemented by the workers' runtime; steps do no input or output on their own. */
export interface StepContext {
  readonly event: EventEnvelope;
  /** The payload as the steps above left it; parsed JSON, or text for other content types. */
  readonly data: unknown;
  /** Outputs of finished steps by step id. */
  readonly results: Readonly<Record<string, unknown>>;
  readonly stepId: string;
  /** Time of the database when the batch was taken; in a replay the time of the event and of the waits since. */
  readonly now: Date;

  /** Fills `{{ expression }}` parts of a text; a missing field becomes the empty text. */
  text(template: string): string;
  /** Like `text`, but a template that is one single expression keeps its type (number, list, …). */
  value(template: unknown): unknown;
  /** Evaluates a condition on the current data; a missing field makes its row fail, never an error. */
  test(condition: Condition): ConditionVerdict;

  /** The same for every try of this delivery and step: UUIDv5(delivery id, step id, item index). */
  idempotencyKey(itemIndex?: number): string;
  publish(draft: PublishDraft): void;
  http(request: OutgoingRequest): Promise<IncomingResponse>;
  mail(message: OutgoingMail): Promise<SentMail>;
  /**
   * The JSON kept under a key, undefined when there is none. What others have changed until the commit makes the step
   * run again.
   */
  readState(store: string, key: string): Promise<unknown>;
  /**
   * Changes what is kept under a key, committed together with the delivery. `change` sees what is there and gives what
   * shall be, or nothing to leave it.
   * @returns what is kept now
   */
  changeState(
    store: string,
    key: string,
    change: (current: unknown) => StateChange | undefined,
  ): Promise<unknown>;
  /** Runs code of a person on this event and the results above; gives the JSON that it returned, undefined for nothing. */
  runCode(code: StepCode): Promise<unknown>;
  /** The topics that the consumer reacts to, and which of them the event came from. */
  readonly topics: readonly { readonly id: string; readonly name: string }[];
  readonly topicId: string;
  /** A store that no other step uses. */
  readonly ownStore: string;
  /** The row whose alarm this step has set, when that is why it runs. */
  readonly alarm: { readonly store: string; readonly key: string } | undefined;
  /** Stored events run again: nothing waits for real. */
  readonly isReplay: boolean;
  /** One sentence shown with this step in the delivery's history. */
  note(sentence: string): void;
}

/** What a step tells the pipeline. */
export type StepResult =
  /** `output` is kept as the step's result; `data` replaces the current payload when given. */
  | { readonly kind: "next"; readonly output?: unknown; readonly data?: unknown }
  /** Nothing below runs. */
  | { readonly kind: "stop"; readonly because: string }
  /** Run these branches in order, then what stands below the step. */
  | { readonly kind: "branch"; readonly branchIds: readonly string[]; readonly because: string }
  /**
   * A save point: what stands above is committed, and the delivery waits without holding anything. What stands below
   * runs when the time has come.
   */
  | { readonly kind: "wait"; readonly until: Date; readonly because: string };
