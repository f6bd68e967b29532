import { stepsOf } from "../document/flow-document";
import type { Issue } from "../issue";
import type { Rule } from "./rule";

/** A step or producer of a type that this installation does not have. */
export const unknownType: Rule = ({ document, nodes }) => {
  const producers = document.producers
    .filter(({ type }) => nodes.producer(type) === undefined)
    .map(
      ({ id, type }): Issue => ({
        code: "unknown-type",
        severity: "problem",
        at: { kind: "producer", id },
        message: `This installation has no producer \`${type}\`. Remove it, or add its node.`,
      }),
    );
  const steps = document.consumers
    .flatMap((consumer) => [...stepsOf(consumer.steps)])
    .filter(({ type }) => nodes.step(type) === undefined)
    .map(
      ({ id, type }): Issue => ({
        code: "unknown-type",
        severity: "problem",
        at: { kind: "step", id },
        message: `This installation has no step \`${type}\`. Remove it, or add its node.`,
      }),
    );
  return [...producers, ...steps];
};
