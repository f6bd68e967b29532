import type { Issue } from "../issue";
import { cardTitle, type Rule } from "./rule";

/** A producer that sends nowhere, a consumer that hears nothing, and a flow without either. */
export const unwired: Rule = ({ document }) => {
  if (document.producers.length === 0 && document.consumers.length === 0) {
    return [
      {
        code: "empty",
        severity: "unfinished",
        at: { kind: "flow" },
        message: "This flow is empty. Choose what makes the events.",
      },
    ];
  }
  const producers = document.producers
    .filter(({ topic }) => topic === undefined)
    .map(
      (producer): Issue => ({
        code: "no-topic",
        severity: "unfinished",
        at: { kind: "producer", id: producer.id, field: "topic" },
        message: `*${cardTitle(producer, "producer")}* needs a topic to publish to. *Choose a topic*`,
      }),
    );
  const consumers = document.consumers
    .filter(({ when }) => when.length === 0)
    .map(
      (consumer): Issue => ({
        code: "no-when",
        severity: "unfinished",
        at: { kind: "consumer", id: consumer.id, field: "when" },
        message: `*${cardTitle(consumer, "consumer")}* reacts to nothing yet. *Choose a topic*`,
      }),
    );
  return [...producers, ...consumers];
};
