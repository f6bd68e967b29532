import type { PlanConsumer } from "@/flow/compile/plan";
import { runPipeline } from "@/flow/delivery/run-pipeline";
import { failurePolicySchema } from "@/flow/document/flow-document";
import { testEvent, testWorld } from "@/flow/testing/run-step";
import { executors } from "@/nodes/registry/executors.gen";
import { type Bench, number } from "./stage/figure";

const EVENTS = 50_000;
const ROUNDS = 3;

const step = (id: string, type: string, config: unknown) => ({ id, type, name: id, config, branches: [] });
const consumer: PlanConsumer = {
  id: "consumer",
  name: "Consumer",
  topicIds: [],
  order: { mode: "none" },
  failure: failurePolicySchema.parse({}),
  isOutside: false,
  steps: [
    step("only", "filter", {
      condition: { match: "all", rows: [{ field: "data.total", operator: "gt", value: 100 }] },
    }),
    step("gross", "set-fields", {
      fields: [
        { field: "gross", value: "{{ data.total * 1.19 }}" },
        { field: "greeting", value: "Hello {{ data.customer.name }}" },
      ],
    }),
    step("publish", "publish", { topic: "order.checked" }),
  ],
};
const data = {
  order: "2027-0001",
  total: 120.5,
  customer: { name: "Ana", email: "ana@example.com" },
  items: [{ sku: "a-1", quantity: 2, price: 60.25 }],
};

async function round(): Promise<number> {
  const { runtime } = testWorld();
  const started = performance.now();
  for (let index = 0; index < EVENTS; index += 1) {
    const outcome = await runPipeline({
      consumer,
      executorOf: (type) => executors[type],
      event: testEvent,
      data,
      deliveryId: `0197a000-0000-7000-8000-${String(index).padStart(12, "0")}`,
      attempt: 1,
      runtime: { ...runtime, elapsedMs: () => performance.now() },
      now: new Date(),
    });
    if (outcome.status !== "succeeded") throw new Error(outcome.message);
  }
  return EVENTS / ((performance.now() - started) / 1000);
}

/** The steps alone, without database, queue and network: how far delivering is from its ceiling. */
export const pipeline: Bench = {
  work: `${number(EVENTS)} events through three steps in memory (filter, set fields, publish)`,
  against: "nothing: what a process could do if storing cost nothing",
  run: async () => {
    const rates: number[] = [];
    for (let index = 0; index <= ROUNDS; index += 1) rates.push(await round());
    return { measured: `${number(Math.max(...rates))} events/s` };
  },
};
