import {
  type Consumer,
  emptyFlow,
  type FlowDocument,
  failurePolicySchema,
  type Step,
} from "../document/flow-document";
import { addTopicCards } from "../document/with-topic-cards";

type Config = Step["config"];

/**
 * A flow from a drawing in words, for tests. One chain per line, left to right, `>` between cards:
 * a producer type, a topic, the step types of a consumer, a topic it publishes to, and so on.
 * A line that begins with `>` starts at a topic. Ids are the types without hyphens, numbered when repeated.
 * @example flowOf("web-address > orders > filter, email", { filter: { … } })
 * @param configs by id of producer or step
 */
export function flowOf(drawing: string, configs: Readonly<Record<string, Config>> = {}): FlowDocument {
  const document = emptyFlow("Test flow");
  const taken = new Set<string>();
  const idOf = (type: string) => {
    const base = type.replaceAll("-", "");
    let id = base;
    for (let number = 2; taken.has(id); number += 1) id = `${base}${number}`;
    taken.add(id);
    return id;
  };
  const topics: string[] = [];
  for (const line of drawing.split("\n").filter((text) => text.trim() !== "")) {
    const [producer = "", ...rest] = line.split(">").map((part) => part.trim());
    if (producer !== "") {
      const id = idOf(producer);
      const topic = rest[0];
      document.producers.push({
        id,
        type: producer,
        name: id,
        ...(topic && { topic }),
        config: configs[id] ?? {},
      });
    }
    let last: Consumer | undefined;
    rest.forEach((part, index) => {
      if (index % 2 === 0) {
        topics.push(part);
        if (last !== undefined) last.steps.push(stepOf("publish", idOf("publish"), { topic: part }));
        return;
      }
      const steps = listOf(part).map((type) => {
        const id = idOf(type);
        return stepOf(type, id, configs[id] ?? {});
      });
      last = consumerOf(idOf("consumer"), rest[index - 1] ?? "", steps);
      document.consumers.push(last);
    });
  }
  return addTopicCards(document, topics);
}

function listOf(part: string): string[] {
  return part
    .split(",")
    .map((type) => type.trim())
    .filter((type) => type !== "");
}

function stepOf(type: string, id: string, config: Config): Step {
  return { id, type, config };
}

function consumerOf(id: string, topic: string, steps: Step[]): Consumer {
  return {
    id,
    name: id,
    when: [topic],
    order: { mode: "none" },
    failure: failurePolicySchema.parse({}),
    steps,
  };
}
