import { flowDocumentSchema, stepsOf } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";

/** What people call a step of a consumer in a stored document; null when it is not there. */
export function stepNameIn(document: unknown, consumerId: string, stepId: string | null): string | null {
  const consumers = flowDocumentSchema.safeParse(document).data?.consumers ?? [];
  for (const step of stepsOf(consumers.find(({ id }) => id === consumerId)?.steps ?? [])) {
    if (step.id === stepId) return step.name ?? definitions.step(step.type)?.title ?? step.type;
  }
  return null;
}
