import type { PlanStep } from "../compile/plan";
import { testCondition } from "../expression/condition";
import type { ExpressionRoots } from "../expression/scope";
import { fillText, fillValue } from "../expression/template";
import type { PublishedEvent } from "./checkpoint";
import type { HttpExchange } from "./delivery-trace";
import { idempotencyKeyOf, publishedEventIdOf } from "./derived-ids";
import type { OutsideCall, PipelineInput, StateAdd } from "./pipeline-outcome";
import type { PublishDraft, StepContext } from "./step-context";

/** What one step did so far; kept only when the step works, so that a retry does not do it twice. */
export interface StepEffects {
  readonly published: PublishedEvent[];
  readonly stateAdds: StateAdd[];
  readonly notes: string[];
  readonly exchanges: HttpExchange[];
  outsideCalls: number;
}

export function noEffects(): StepEffects {
  return { published: [], stateAdds: [], notes: [], exchanges: [], outsideCalls: 0 };
}

/** What a step needs to know of the run around it. */
export interface StepSurroundings {
  readonly input: PipelineInput;
  readonly data: unknown;
  /** Now as the step sees it. */
  readonly now: Date;
  readonly results: Readonly<Record<string, unknown>>;
  /** What the steps above added in this attempt. */
  readonly earlierAdds: readonly StateAdd[];
  readonly remainingMs: () => number;
}

/** The context of one step in one attempt; what the step does is collected in `effects`. */
export function stepContext(step: PlanStep, around: StepSurroundings, effects: StepEffects): StepContext {
  const { input, data, results, now } = around;
  const roots: ExpressionRoots = { data, event: input.event, steps: results, now };
  const keyOf = (index: number) => idempotencyKeyOf(input.effectsId ?? input.deliveryId, step.id, index);
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
      effects.published.push(publishedEvent(draft, step.id, effects.published.length, input.deliveryId));
    },
    http: (request) => input.runtime.http(request, nextCall()),
    mail: (message) => input.runtime.mail(message, nextCall()),
    addToState: async (store, key, amount) => {
      effects.stateAdds.push({ stepId: step.id, store, key, amount });
      const own = [...around.earlierAdds, ...effects.stateAdds]
        .filter((add) => add.store === store && add.key === key)
        .reduce((sum, add) => sum + add.amount, 0);
      return (await input.runtime.readNumber(store, key)) + own;
    },
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
