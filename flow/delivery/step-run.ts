import type { PlanStep } from "../compile/plan";
import { testCondition } from "../expression/condition";
import type { ExpressionRoots } from "../expression/scope";
import { fillText, fillValue } from "../expression/template";
import type { Checkpoint, PublishedEvent } from "./checkpoint";
import type { HttpExchange, KeptMail } from "./delivery-trace";
import { idempotencyKeyOf, publishedEventIdOf, seedOf } from "./derived-ids";
import type { OutsideCall, PipelineInput, StateWrite } from "./pipeline-outcome";
import type { PublishDraft, StepContext } from "./step-context";

/** What one step did so far; kept only when the step works, so that a retry does not do it twice. */
export interface StepEffects {
  readonly published: PublishedEvent[];
  readonly stateWrites: StateWrite[];
  readonly notes: string[];
  readonly exchanges: HttpExchange[];
  readonly mails: KeptMail[];
  readonly log: string[];
  outsideCalls: number;
}

export function noEffects(): StepEffects {
  return { published: [], stateWrites: [], notes: [], exchanges: [], mails: [], log: [], outsideCalls: 0 };
}

/** What a step needs to know of the run around it. */
export interface StepSurroundings {
  readonly input: PipelineInput;
  readonly data: unknown;
  /** Now as the step sees it. */
  readonly now: Date;
  readonly results: Readonly<Record<string, unknown>>;
  /** What the steps above wrote in this attempt. */
  readonly earlierWrites: readonly StateWrite[];
  /** It goes on because of this alarm. */
  readonly alarm: Checkpoint["alarm"];
  readonly remainingMs: () => number;
}

/** The context of one step in one attempt; what the step does is collected in `effects`. */
export function stepContext(step: PlanStep, around: StepSurroundings, effects: StepEffects): StepContext {
  const { input, data, results, now } = around;
  const roots: ExpressionRoots = { data, event: input.event, steps: results, now };
  const seed = (id: string) => seedOf(id, around.alarm);
  const keyOf = (index: number) =>
    idempotencyKeyOf(seed(input.effectsId ?? input.deliveryId), step.id, index);
  const nextCall = (): OutsideCall => {
    const idempotencyKey = keyOf(effects.outsideCalls);
    effects.outsideCalls += 1;
    return {
      stepId: step.id,
      idempotencyKey,
      timeoutMs: Math.max(1, Math.floor(around.remainingMs())),
      record: (exchange) => effects.exchanges.push(exchange),
    };
  };

  const readState = async (store: string, key: string): Promise<unknown> => {
    const isRow = (write: StateWrite) => write.store === store && write.key === key;
    const own = effects.stateWrites.findLast(isRow) ?? around.earlierWrites.findLast(isRow);
    return own ? own.value : input.runtime.readState(store, key);
  };

  return {
    event: input.event,
    data,
    results,
    stepId: step.id,
    now,
    text: (template) => fillText(template, roots),
    value: (template) => fillValue(template, roots),
    test: (condition) => testCondition(condition, roots),
    idempotencyKey: (itemIndex = 0) => keyOf(itemIndex),
    publish: (draft) => {
      effects.published.push(
        publishedEvent(draft, step.id, effects.published.length, seed(input.deliveryId)),
      );
    },
    http: (request) => input.runtime.http(request, nextCall()),
    mail: async (message) => {
      const sent = await input.runtime.mail(message, nextCall());
      if (sent.kept !== undefined) effects.mails.push(sent.kept);
      return sent;
    },
    readState,
    changeState: async (store, key, change) => {
      const current = await readState(store, key);
      const next = change(current);
      if (next === undefined) return current;
      effects.stateWrites.push({ ...next, stepId: step.id, store, key });
      return next.value;
    },
    runCode: (code) =>
      input.runtime.runCode(
        {
          ...code,
          event: { ...input.event, data },
          steps: results,
          now,
          // Of the event, and not of the delivery: a replay throws the same dice.
          seed: `${input.event.source} ${input.event.id} ${step.id}`,
        },
        {
          stepId: step.id,
          timeoutMs: Math.max(1, Math.floor(around.remainingMs())),
          log: (line) => effects.log.push(line),
        },
      ),
    topics: input.topics ?? [],
    topicId: input.topicId ?? "",
    ownStore: `step/${input.scope ?? input.consumer.id}/${step.id}`,
    alarm: around.alarm?.stepId === step.id ? around.alarm : undefined,
    isReplay: input.virtualNow !== undefined,
    note: (sentence) => {
      effects.notes.push(sentence);
    },
  };
}

function publishedEvent(
  draft: PublishDraft,
  stepId: string,
  index: number,
  deliveryId: string,
): PublishedEvent {
  return { ...draft, id: publishedEventIdOf(deliveryId, stepId, index), stepId };
}
