import type { ProducerDefinition } from "./producer-definition";
import type { StepDefinition } from "./step-definition";

/** All node types of an installation, handed to `flow/` from outside: it never names a type itself. */
export interface NodeLookup {
  step(type: string): StepDefinition | undefined;
  producer(type: string): ProducerDefinition | undefined;
  readonly steps: readonly StepDefinition[];
  readonly producers: readonly ProducerDefinition[];
}

/** Makes a lookup from lists, as the generated registry and tests do. */
export function nodeLookup(
  steps: readonly StepDefinition[],
  producers: readonly ProducerDefinition[],
): NodeLookup {
  const stepsByType = new Map(steps.map((definition) => [definition.type, definition]));
  const producersByType = new Map(producers.map((definition) => [definition.type, definition]));
  return {
    step: (type) => stepsByType.get(type),
    producer: (type) => producersByType.get(type),
    steps,
    producers,
  };
}
