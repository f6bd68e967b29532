import { flowDocumentSchema, stepsOf } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";

/** What people call the steps of a stored document, by `consumer id, space, step id`. */
export function stepNames(document: unknown): ReadonlyMap<string, string> {
  const consumers = flowDocumentSchema.safeParse(document).data?.consumers ?? [];
  const names = new Map<string, string>();
  for (const consumer of consumers) {
    for (const step of stepsOf(consumer.steps)) {
      names.set(`${consumer.id} ${step.id}`, step.name ?? definitions.step(step.type)?.title ?? step.type);
    }
  }
  return names;
}
