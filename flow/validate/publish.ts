import { stepsOf } from "../document/flow-document";
import { topicNameSchema } from "../document/names";
import type { Issue } from "../issue";
import { type Rule, stepTitle } from "./rule";

/** A step that publishes, without a topic or with a name that no topic can have. */
export const publish: Rule = ({ document, nodes }) =>
  document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .flatMap((step): Issue[] => {
      const publishes = nodes.step(step.type)?.publishes;
      if (publishes === undefined || step.disabled) return [];
      const topic = publishes.topicOf(step.config);
      const at = { kind: "step", id: step.id, field: "topic" } as const;
      const title = stepTitle(step, nodes);
      if (topic === undefined || topic === "") {
        const message = `*${title}* needs a topic. *Choose a topic*`;
        return [{ code: "no-topic", severity: "unfinished", at, message }];
      }
      const parsed = topicNameSchema.safeParse(topic);
      if (parsed.success) return [];
      const message = `*${title}*: ${parsed.error.issues[0]?.message ?? "This is no topic name."}`;
      return [{ code: "wrong-topic", severity: "problem", at, message }];
    });
