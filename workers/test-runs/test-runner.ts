import type { PlanConsumer } from "@/flow/compile/plan";
import type { StepRuntime } from "@/flow/delivery/pipeline-outcome";
import { draftConsumers } from "@/flow/test-run/draft-consumers";
import { runDraft } from "@/flow/test-run/run-draft";
import type { TestRunResult } from "@/flow/test-run/test-run";
import { definitions } from "@/nodes/registry/definitions.gen";
import { executors } from "@/nodes/registry/executors.gen";
import type { Deps } from "@/server/deps";
import { otherFlows } from "@/server/flows/other-flows";
import { storedDocument } from "@/server/flows/stored-document";
import { findGatedTopic, type TopicGateRef } from "@/server/schemas/topic-gate";
import { endTestRun, type TakenTestRun, takeTestRun } from "@/server/test-runs/take-test-run";
import { holderOf, publishedTopics } from "../deliver/hold-published";
import { StateView } from "../deliver/state-view";
import { createStepRuntime, type RuntimeParts } from "../runtime/step-runtime";

/** People wait for them, but deliveries come first. */
const AT_ONCE = 2;

/** Runs drafts on samples, as deliveries are run, and without leaving anything behind. */
export class TestRunner {
  readonly #deps: Deps;
  readonly #parts: RuntimeParts;
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(deps: Deps, parts: RuntimeParts) {
    this.#deps = deps;
    this.#parts = parts;
  }

  /** A draft may wait to be tried. Returns at once. */
  wake(): void {
    if (this.#isStopped || this.#running.size >= AT_ONCE) return;
    const running = this.#drain().finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for what runs. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#running);
  }

  async #drain(): Promise<void> {
    const { pool, log } = this.#deps;
    try {
      while (!this.#isStopped) {
        const taken = await takeTestRun(pool);
        if (taken === undefined) return;
        await endTestRun(pool, taken, await this.#end(taken));
      }
    } catch (error) {
      // The next look takes what waits; what was taken ends as lost.
      log.warn({ err: error }, "drafts could not be tried");
    }
  }

  async #end(taken: TakenTestRun): Promise<{ result: TestRunResult } | { message: string }> {
    try {
      return { result: await this.#run(taken) };
    } catch (error) {
      this.#deps.log.error({ err: error, flow: taken.flowId }, "a draft could not be tried");
      return { message: "The draft could not be run. The log of the server says more." };
    }
  }

  /** Drafts name topics, and some of them exist. */
  async #holder(workspaceId: string, consumers: readonly PlanConsumer[]): Promise<StepRuntime["hold"]> {
    const gates = new Map<string, TopicGateRef>();
    for (const topic of new Set(consumers.flatMap(({ steps }) => publishedTopics(steps)))) {
      const gate = (await findGatedTopic(this.#deps, workspaceId, topic))?.gate;
      if (gate !== undefined) gates.set(topic, gate);
    }
    return holderOf(this.#deps, gates);
  }

  async #run({ id, workspaceId, flowId, document, input, now }: TakenTestRun): Promise<TestRunResult> {
    const others = await otherFlows(this.#deps.db, workspaceId, flowId);
    const state = new StateView(this.#deps.pool, workspaceId);
    const consumers = draftConsumers(storedDocument(document), definitions, { upTo: input.upTo, others });
    const hold = await this.#holder(workspaceId, consumers.ready);
    return runDraft({
      id,
      consumers,
      sample: input.sample,
      now,
      executorOf: (type) => executors[type],
      open: () => {
        // What is live is read; what is written is only seen by the deliveries that follow.
        const session = state.session("live");
        const runtime = createStepRuntime(this.#parts, {
          workspaceId,
          caller: `tests of ${workspaceId}`,
          readState: (store, key) => session.read(store, key),
          hold,
          mayAct: () => input.reallySend,
        });
        return { runtime, keep: (writes) => session.apply(writes) };
      },
    });
  }
}
