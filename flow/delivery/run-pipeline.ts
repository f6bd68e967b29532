import type { PlanBranch, PlanStep } from "../compile/plan";
import { boundedValue } from "./bounded-value";
import type { Checkpoint, FinishedStep, PublishedEvent } from "./checkpoint";
import type { StepTrace } from "./delivery-trace";
import { failureOf } from "./failure-of";
import type { PipelineFailure, PipelineInput, PipelineOutcome, StateWrite } from "./pipeline-outcome";
import type { StepResult } from "./step-context";
import { StepFailure } from "./step-failure";
import { noEffects, type StepEffects, stepContext } from "./step-run";

/** How a list of steps ended. */
type Ending = { readonly kind: "through" } | { readonly kind: "stopped"; readonly message: string };
const through: Ending = { kind: "through" };

/** Carries a wait out of nested branches to the one place that makes the outcome. */
class Waiting extends Error {
  readonly step: PlanStep;
  readonly until: Date;
  /** What stands above the wait and is sent before it begins. */
  readonly sent: readonly PublishedEvent[];
  constructor(step: PlanStep, until: Date, because: string, sent: readonly PublishedEvent[]) {
    super(because);
    this.step = step;
    this.until = until;
    this.sent = sent;
  }
}

/** Carries a failure out of nested branches to the one place that makes the outcome. */
class Broken extends Error {
  readonly failure: PipelineFailure;
  constructor(failure: PipelineFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** One attempt of one delivery on its way through the steps. */
class PipelineRun {
  readonly #input: PipelineInput;
  readonly #startMs: number;
  readonly #finished: Record<string, FinishedStep>;
  readonly #results: Record<string, unknown>;
  readonly #published: Checkpoint["published"];
  readonly #stateWrites: StateWrite[] = [];
  readonly #steps: StepTrace[] = [];
  #data: unknown;
  #hasActed: boolean;
  /** Only in a replay, which lives in the time of its events. */
  #virtualNow: Date | undefined;

  constructor(input: PipelineInput) {
    const { checkpoint } = input;
    this.#input = input;
    this.#startMs = input.runtime.elapsedMs();
    this.#finished = { ...checkpoint?.finished };
    this.#results = Object.fromEntries(
      Object.entries(this.#finished).map(([stepId, { output }]) => [stepId, output]),
    );
    this.#published = [...(checkpoint?.published ?? [])];
    this.#data = checkpoint ? checkpoint.data : input.data;
    this.#hasActed = checkpoint?.hasActed ?? false;
    this.#virtualNow =
      input.virtualNow && checkpoint?.virtualNow ? new Date(checkpoint.virtualNow) : input.virtualNow;
  }

  async run(): Promise<PipelineOutcome> {
    try {
      const ending = await this.#runSteps(this.#input.consumer.steps, undefined);
      return this.#completed(ending, this.#held(this.#published));
    } catch (error) {
      if (error instanceof Broken) return this.#failed(error.failure);
      if (error instanceof Waiting) return this.#waiting(error);
      throw error;
    }
  }

  async #runSteps(steps: readonly PlanStep[], branchId: string | undefined): Promise<Ending> {
    for (const step of steps) {
      const ending = await this.#runStep(step, branchId);
      if (ending.kind === "stopped") return ending;
    }
    return through;
  }

  async #runStep(step: PlanStep, branchId: string | undefined): Promise<Ending> {
    const known = Object.hasOwn(this.#finished, step.id) ? this.#finished[step.id] : undefined;
    const finished = known ?? (await this.#execute(step, branchId));
    if (finished.attempt < this.#input.attempt) this.#traceEarlier(step, branchId, finished);
    if (finished.stopped !== undefined) return { kind: "stopped", message: finished.stopped };
    return finished.branchIds ? this.#runBranches(step.branches, finished.branchIds) : through;
  }

  /** What stands below the step runs unless every branch that was taken has stopped. */
  async #runBranches(branches: readonly PlanBranch[], chosen: readonly string[]): Promise<Ending> {
    let stopped: Ending | undefined;
    let hasGoneThrough = chosen.length === 0;
    for (const branch of branches) {
      if (!chosen.includes(branch.id)) continue;
      const ending = await this.#runSteps(branch.steps, branch.id);
      if (ending.kind === "stopped") stopped ??= ending;
      else hasGoneThrough = true;
    }
    return hasGoneThrough || !stopped ? through : stopped;
  }

  async #execute(step: PlanStep, branchId: string | undefined): Promise<FinishedStep> {
    const input = this.#input;
    const startedMs = this.#elapsedMs();
    const inputData = this.#data;
    const effects = noEffects();
    const trace = (outcome: StepTrace["outcome"], more: Partial<StepTrace>) =>
      this.#trace({
        stepId: step.id,
        ...(branchId === undefined ? {} : { branchId }),
        outcome,
        startedMs: rounded(startedMs),
        durationMs: rounded(this.#elapsedMs() - startedMs),
        ...(inputData === input.data ? {} : { input: boundedValue(inputData) }),
        ...(effects.exchanges.length > 0 ? { exchanges: effects.exchanges } : {}),
        ...(effects.mails.length > 0 ? { mails: effects.mails } : {}),
        ...(effects.log.length > 0 ? { log: effects.log } : {}),
        ...more,
      });
    try {
      const result = this.#skippedWait(await this.#call(step, effects), effects);
      this.#refuse(effects);
      if (result.kind === "wait") {
        const sent = this.#held([...this.#published, ...effects.published]);
        this.#accept(step, { kind: "next" }, effects);
        trace("held", noteOf([...effects.notes, result.because]));
        throw new Waiting(step, result.until, result.because, sent);
      }
      const finished = this.#accept(step, result, effects);
      trace(finished.stopped === undefined ? "done" : "stopped", {
        ...outputOf(result),
        ...(result.kind === "branch" ? { branchIds: result.branchIds } : {}),
        ...noteOf([...effects.notes, ...("because" in result ? [result.because] : [])]),
      });
      return finished;
    } catch (error) {
      if (error instanceof Waiting || error instanceof Broken) throw error;
      const failure = failureOf(error, step);
      this.#hasActed ||= effects.outsideCalls > 0;
      trace("failed", {
        ...noteOf(effects.notes),
        error: { code: failure.code, message: failure.message },
      });
      throw new Broken(failure);
    }
  }

  /** A time that has come already is no wait, and neither is one in a replay: its clock jumps. */
  #skippedWait(result: StepResult, effects: StepEffects): StepResult {
    if (result.kind !== "wait") return result;
    const isReplay = this.#virtualNow !== undefined;
    if (!isReplay && result.until > this.#input.now) return result;
    if (isReplay && result.until > this.#now) {
      this.#virtualNow = result.until;
      effects.notes.push(`Not waited this time: ${result.because}`);
    } else {
      effects.notes.push("Not waited, because the time has come already");
    }
    return { kind: "next" };
  }

  /** A topic that takes only what fits its schema fails the step that publishes something else. */
  #refuse({ published }: StepEffects): void {
    const { hold } = this.#input.runtime;
    if (hold === undefined) return;
    for (const event of published) hold(event);
  }

  /** What is sent now, held against what its topics ask for now: its step may have run hours ago. */
  #held(published: readonly PublishedEvent[]): readonly PublishedEvent[] {
    const { hold } = this.#input.runtime;
    return hold === undefined ? published : published.map((event) => this.#holdOne(hold, event));
  }

  #holdOne(hold: NonNullable<PipelineInput["runtime"]["hold"]>, event: PublishedEvent): PublishedEvent {
    const index = this.#steps.findLastIndex(({ stepId }) => stepId === event.stepId);
    const step = this.#steps[index];
    try {
      const held = hold(event);
      if (step !== undefined && held.note !== undefined)
        this.#steps[index] = { ...step, ...noteOf([...(step.note ? [step.note] : []), held.note]) };
      return held.event;
    } catch (error) {
      const failure = failureOf(error, { id: event.stepId, name: event.stepId });
      const { code, message } = failure;
      if (step !== undefined) this.#steps[index] = { ...step, outcome: "failed", error: { code, message } };
      throw new Broken(failure);
    }
  }

  get #now(): Date {
    return this.#virtualNow ?? this.#input.now;
  }

  #call(step: PlanStep, effects: StepEffects): StepResult | Promise<StepResult> {
    const input = this.#input;
    const execute = input.executorOf(step.type);
    if (!execute) {
      throw new StepFailure("unknown-step", `This installation has no step \`${step.type}\`.`, {
        retryable: false,
      });
    }
    const { timeoutMs } = input.consumer.failure;
    const remainingMs = () => timeoutMs - this.#elapsedMs();
    if (remainingMs() <= 0) {
      throw new StepFailure("timeout", `The attempt took longer than ${timeoutMs / 1000} s.`, {
        retryable: true,
      });
    }
    const around = {
      input,
      data: this.#data,
      now: this.#now,
      results: this.#results,
      earlierWrites: this.#stateWrites,
      alarm: this.#input.checkpoint?.alarm,
      remainingMs,
    };
    return execute({
      config: step.config,
      branches: step.branches,
      context: stepContext(step, around, effects),
    });
  }

  #accept(step: PlanStep, result: Exclude<StepResult, { kind: "wait" }>, effects: StepEffects): FinishedStep {
    const { attempt } = this.#input;
    this.#published.push(...effects.published);
    this.#stateWrites.push(...effects.stateWrites.map((write) => this.#withCheckpoint(write)));
    this.#hasActed ||=
      effects.published.length > 0 || effects.stateWrites.length > 0 || effects.outsideCalls > 0;
    let finished: FinishedStep;
    if (result.kind === "next") {
      if (result.data !== undefined) this.#data = result.data;
      if (result.output !== undefined) this.#results[step.id] = result.output;
      finished = { output: result.output, attempt };
    } else if (result.kind === "branch") {
      finished = { output: undefined, branchIds: [...result.branchIds], attempt };
    } else {
      const verb = this.#hasActed ? "Stopped at" : "Skipped by";
      finished = {
        output: undefined,
        stopped: `${verb} *${step.name}*: ${sentence(result.because)}`,
        attempt,
      };
    }
    this.#finished[step.id] = finished;
    return finished;
  }

  /** Where the delivery goes on when the alarm that was set rings: at this very step. */
  #withCheckpoint(write: StateWrite): StateWrite {
    if (write.alarm?.kind !== "set") return write;
    const { stepId, store, key } = write;
    const checkpoint = {
      ...this.#checkpoint(),
      finished: { ...this.#finished },
      published: [],
      hasActed: true,
      alarm: { stepId, store, key },
    };
    return { ...write, checkpoint };
  }

  #elapsedMs(): number {
    return this.#input.runtime.elapsedMs() - this.#startMs;
  }

  #trace(step: StepTrace): void {
    this.#steps.push(step);
  }

  #traceEarlier(step: PlanStep, branchId: string | undefined, finished: FinishedStep): void {
    this.#trace({
      stepId: step.id,
      ...(branchId === undefined ? {} : { branchId }),
      outcome: "skipped",
      startedMs: rounded(this.#elapsedMs()),
      durationMs: 0,
      note: `Done in attempt ${finished.attempt}.`,
    });
  }

  #completed(ending: Ending, published: readonly PublishedEvent[]): PipelineOutcome {
    const isFiltered = ending.kind === "stopped" && !this.#hasActed;
    return {
      status: isFiltered ? "filtered" : "succeeded",
      ...(ending.kind === "stopped" ? { message: ending.message } : {}),
      published,
      stateWrites: this.#stateWrites,
      trace: this.#attemptTrace(),
    };
  }

  #waiting({ step, until, message, sent }: Waiting): PipelineOutcome {
    return {
      status: "held",
      message: sentence(message),
      stepId: step.id,
      until,
      published: sent,
      stateWrites: this.#stateWrites,
      trace: this.#attemptTrace(),
      checkpoint: { ...this.#checkpoint(), published: [] },
    };
  }

  #failed(failure: PipelineFailure): PipelineOutcome {
    return {
      status: "failed",
      message: failure.message,
      failure,
      published: [],
      stateWrites: this.#stateWrites,
      trace: this.#attemptTrace(),
      checkpoint: this.#checkpoint(),
    };
  }

  #checkpoint(): Checkpoint {
    return {
      data: this.#data,
      finished: this.#finished,
      published: this.#published,
      hasActed: this.#hasActed,
      ...(this.#input.checkpoint?.alarm ? { alarm: this.#input.checkpoint.alarm } : {}),
      ...(this.#virtualNow ? { virtualNow: this.#virtualNow.toISOString() } : {}),
    };
  }

  #attemptTrace() {
    const { attempt, now } = this.#input;
    return {
      attempt,
      startedAt: now.toISOString(),
      durationMs: rounded(this.#elapsedMs()),
      steps: this.#steps,
    };
  }
}

/** Microseconds are enough for people and keep the stored trace short. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function sentence(because: string): string {
  return because.endsWith(".") ? because : `${because}.`;
}

function outputOf(result: StepResult): Pick<StepTrace, "output"> {
  if (result.kind !== "next") return {};
  const output = result.output ?? result.data;
  return output === undefined ? {} : { output: boundedValue(output) };
}

function noteOf(notes: readonly string[]): Pick<StepTrace, "note"> {
  return notes.length === 0 ? {} : { note: notes.map(sentence).join(" ") };
}

/**
 * Runs one attempt of one delivery: step by step, from the first one or from where the last attempt
 * broke off. Never throws for what a step does; published events are given back, not sent.
 */
export function runPipeline(input: PipelineInput): Promise<PipelineOutcome> {
  return new PipelineRun(input).run();
}
