import type { PlanConsumer } from "../compile/plan";
import type { Checkpoint } from "../delivery/checkpoint";
import type { OutsideCall, PipelineOutcome, StepRuntime } from "../delivery/pipeline-outcome";
import { runPipeline } from "../delivery/run-pipeline";
import type { IncomingResponse, OutgoingMail, OutgoingRequest } from "../delivery/step-context";
import type { Condition } from "../document/condition";
import { type Branch, failurePolicySchema } from "../document/flow-document";
import type { EventEnvelope } from "../event/event-envelope";
import type { StepDefinition, StepExecutor } from "../node/step-definition";

/** The envelope of the events of tests. */
export const testEvent: EventEnvelope = {
  id: "e1",
  source: "/test",
  type: "order.placed",
  time: "2027-01-31T13:00:00Z",
  topic: "order.placed",
  offset: 1,
  contentType: "application/json",
  key: "ana",
  correlationId: "e1",
  hops: 0,
  isTest: false,
  extensions: {},
};

/** An outside world that keeps what it was asked for; answers and state are given to it. */
export interface TestWorld {
  readonly requests: (OutgoingRequest & Pick<OutsideCall, "idempotencyKey">)[];
  readonly mails: (OutgoingMail & Pick<OutsideCall, "idempotencyKey">)[];
  readonly runtime: StepRuntime;
}

export function testWorld(
  answer: (request: OutgoingRequest) => IncomingResponse = () => ({ status: 200, headers: {}, body: "" }),
  state: Readonly<Record<string, unknown>> = {},
  runCode: StepRuntime["runCode"] = () => Promise.reject(new Error("This world runs no code.")),
): TestWorld {
  const requests: TestWorld["requests"] = [];
  const mails: TestWorld["mails"] = [];
  let ticks = 0;
  const runtime: StepRuntime = {
    elapsedMs: () => {
      ticks += 1;
      return ticks;
    },
    http: async (request, { idempotencyKey }) => {
      requests.push({ ...request, idempotencyKey });
      return answer(request);
    },
    mail: async (message, { idempotencyKey }) => {
      mails.push({ ...message, idempotencyKey });
      return { messageId: "m1" };
    },
    readState: async (store, key) => state[`${store}/${key}`],
    runCode,
  };
  return { requests, mails, runtime };
}

/** What one step is run with. */
export interface StepTrial {
  readonly config?: unknown;
  readonly data?: unknown;
  /** Conditions of the branches, by id; `undefined` for "Otherwise". */
  readonly branches?: Readonly<Record<string, Condition | undefined>>;
  readonly world?: TestWorld;
  readonly event?: Partial<EventEnvelope>;
  readonly checkpoint?: Checkpoint;
  /** Names and ids of the consumer's topics; the event is of the first. */
  readonly topics?: readonly string[];
  /** Run as in a replay, at this time. */
  readonly virtualNow?: Date;
}

/** Runs one step of a type on one event, through the real pipeline. */
export async function runStep(
  definition: StepDefinition,
  execute: StepExecutor,
  {
    config = {},
    data = {},
    branches = {},
    world = testWorld(),
    event,
    checkpoint,
    topics = [],
    virtualNow,
  }: StepTrial,
): Promise<PipelineOutcome> {
  const heads = Object.entries(branches).map(
    ([id, condition]): Branch => ({ id, steps: [], ...(condition && { condition }) }),
  );
  const consumer: PlanConsumer = {
    id: "consumer",
    name: "Consumer",
    topicIds: [],
    order: { mode: "none" },
    failure: failurePolicySchema.parse({}),
    steps: [
      {
        id: "step",
        type: definition.type,
        name: definition.title,
        config,
        branches: heads.map((head) => ({ ...head, steps: [] })),
      },
    ],
    isOutside: definition.isOutside,
  };
  return runPipeline({
    consumer,
    executorOf: () => execute,
    event: { ...testEvent, ...event },
    data,
    deliveryId: "0197a000-0000-7000-8000-000000000001",
    attempt: 1,
    topics: topics.map((name) => ({ id: name, name })),
    topicId: topics[0],
    checkpoint,
    virtualNow,
    runtime: world.runtime,
    now: new Date("2027-01-31T13:00:01Z"),
  });
}

/** The only step of an outcome: its trace. */
export function onlyStep(outcome: PipelineOutcome): PipelineOutcome["trace"]["steps"][number] {
  const [step] = outcome.trace.steps;
  if (!step) throw new Error("no step has run");
  return step;
}
