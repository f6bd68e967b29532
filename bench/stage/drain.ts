import type { FlowDocument } from "@/flow/document/flow-document";
import { flowOf } from "@/flow/testing/flow-of";
import { pauseFlow, resumeFlow } from "@/server/flows/pause-flow";
import type { Installation } from "./installation";
import { deliveriesOf, storeEvents, untilDelivered } from "./stored-events";

const filter = { condition: { match: "all", rows: [{ field: "data.total", operator: "gte", value: 100 }] } };
const fields = {
  fields: [
    { field: "gross", value: "{{ data.total * 1.19 }}" },
    { field: "greeting", value: "Hello {{ data.customer.name }}" },
  ],
};

/** Consumers of one topic, each of a filter and a step that sets two fields. */
export function consumersFlow(topic: string, consumers: number): FlowDocument {
  const lines = Array.from({ length: consumers - 1 }, () => `> ${topic} > filter, set-fields`);
  const configs = Array.from({ length: consumers }, (_, index) => {
    const suffix = index === 0 ? "" : String(index + 1);
    return { [`filter${suffix}`]: filter, [`setfields${suffix}`]: fields };
  });
  const drawing = [`web-address > ${topic} > filter, set-fields`, ...lines].join("\n");
  return flowOf(drawing, Object.assign({}, ...configs));
}

/** Work that measures something while other work runs, such as `withCpu`. */
type Around = (work: () => Promise<number>) => Promise<number>;

/**
 * Stores events while a flow is paused, lets it go, and measures deliveries a second until all are recorded.
 * @param consumers how many deliveries each event has
 * @param around is given the second half, from letting go on
 */
export async function drainRate(
  installation: Installation,
  flow: string,
  topicId: string,
  events: number,
  consumers = 1,
  around: Around = (work) => work(),
): Promise<number> {
  const { deps, actor } = installation;
  await pauseFlow(deps, actor, { flow });
  const before = await deliveriesOf(installation, topicId);
  await storeEvents(installation, topicId, `drain-${before}`, events);
  return around(async () => {
    const started = performance.now();
    await resumeFlow(deps, actor, { flow });
    await untilDelivered(installation, topicId, before + events * consumers);
    return (events * consumers) / ((performance.now() - started) / 1000);
  });
}
