import type { PlanConsumer } from "../compile/plan";
import type { EventEnvelope } from "../event/event-envelope";
import type { StepExecutor } from "../node/step-definition";
import type { Checkpoint, PublishedEvent } from "./checkpoint";
import type { CodeCall, CodeJob } from "./code-job";
import type { AttemptTrace, HttpExchange } from "./delivery-trace";
import type { IncomingResponse, OutgoingMail, OutgoingRequest, SentMail, StateChange } from "./step-context";

/** What the pipeline tells the runtime about one call of one step. */
export interface OutsideCall {
  readonly stepId: string;
  /** UUIDv5 of (delivery, step, index of the call in the step): the same for every attempt. */
  readonly idempotencyKey: string;
  /** What is left of the attempt's time limit; the call must have ended by then. */
  readonly timeoutMs: number;
  /** Adds an exchange to the step's trace, secrets already removed; also before a failure is thrown. */
  readonly record: (exchange: HttpExchange) => void;
}

/** The outside world of one delivery. Made by the workers; everything here may throw `StepFailure`. */
export interface StepRuntime {
  /** Milliseconds on a clock that never goes back; only differences count. */
  elapsedMs(): number;
  http(request: OutgoingRequest, call: OutsideCall): Promise<IncomingResponse>;
  mail(message: OutgoingMail, call: OutsideCall): Promise<SentMail>;
  /**
   * JSON kept per key, undefined when there is none, with the `stateWrites` of the events of this batch that are
   * already through. Written only by the commit.
   */
  readState(store: string, key: string): Promise<unknown>;
  /**
   * Holds an event that a step publishes against what its topic asks for, and may add a note about that to the trace:
   * when the step runs, so that a refusal fails it, and again when it is sent. Absent: no topic asks for anything.
   */
  readonly hold?:
    | ((event: PublishedEvent) => { readonly event: PublishedEvent; readonly note?: string | undefined })
    | undefined;
  /** Runs code apart from everything; it sees the job and nothing else. Undefined: it returned nothing. */
  runCode(job: CodeJob, call: CodeCall): Promise<unknown>;
}

export interface PipelineInput {
  readonly consumer: PlanConsumer;
  readonly executorOf: (type: string) => StepExecutor | undefined;
  readonly event: EventEnvelope;
  /** Parsed JSON, or text for other content types. */
  readonly data: unknown;
  readonly deliveryId: string;
  /** The topics of the consumer by id, and the one that the event came from. */
  readonly topics?: readonly { readonly id: string; readonly name: string }[] | undefined;
  readonly topicId?: string | undefined;
  /** What the consumer's id is unique in: its flow. Steps keep their own state under it. */
  readonly scope?: string | undefined;
  /** Seed of the keys of outside calls when not the delivery's own id: a replay with real effects reuses run 0's. */
  readonly effectsId?: string | undefined;
  /** From 1. */
  readonly attempt: number;
  /** What an earlier attempt left; absent: from the first step. */
  readonly checkpoint?: Checkpoint | undefined;
  readonly runtime: StepRuntime;
  /** The database's time at the start of this attempt. */
  readonly now: Date;
  /** What steps see as now when it is not the real time. They then do not wait either: it jumps to what they wait for. */
  readonly virtualNow?: Date | undefined;
}

/** A row of the state to write in the commit of this attempt, whatever its outcome: the step is not done again. */
export interface StateWrite extends StateChange {
  readonly stepId: string;
  readonly store: string;
  readonly key: string;
  /** For an alarm that is set: where the delivery goes on. */
  readonly checkpoint?: Checkpoint | undefined;
}

export interface PipelineFailure {
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly stepId: string;
}

interface OutcomeBase {
  /** In this order; a later one for the same row replaces an earlier one. */
  readonly stateWrites: readonly StateWrite[];
  readonly trace: AttemptTrace;
}

/**
 * What one attempt of one delivery came to. Sentences use the light markup of the interface:
 * backticks around fields, hosts and topics, asterisks around names of steps.
 */
export type PipelineOutcome =
  | (OutcomeBase & {
      readonly status: "succeeded" | "filtered";
      /** Why it went no further; always there for `filtered`. */
      readonly message?: string | undefined;
      /** To be appended in the commit of this attempt, in this order. */
      readonly published: readonly PublishedEvent[];
    })
  | (OutcomeBase & {
      /** It waits at a save point; no attempt is spent. */
      readonly status: "held";
      readonly message: string;
      readonly stepId: string;
      readonly until: Date;
      /** As with `succeeded`: what stands above the wait is sent before it begins. */
      readonly published: readonly PublishedEvent[];
      readonly checkpoint: Checkpoint;
    })
  | (OutcomeBase & {
      readonly status: "failed";
      readonly message: string;
      readonly failure: PipelineFailure;
      /** Nothing is published by a failed attempt. */
      readonly published: readonly [];
      /** Goes back into `PipelineInput` of the next attempt. */
      readonly checkpoint: Checkpoint;
    });
