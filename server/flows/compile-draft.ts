import { compileFlow } from "@/flow/compile/compile-flow";
import type { Plan } from "@/flow/compile/plan";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import type { FlowDocument } from "@/flow/document/flow-document";
import type { Issue } from "@/flow/issue";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { readTopicSchemas } from "../schemas/topic-schemas";
import { ensureTopics } from "../topics/ensure-topics";
import { otherFlows } from "./other-flows";

/**
 * Makes the plan of a document and the topics it still lacks.
 * @throws AppError `not-deployable` with the issues in its details
 */
export async function compileDraft(
  tx: Prisma.TransactionClient,
  flow: { readonly id: string; readonly workspaceId: string },
  document: FlowDocument,
): Promise<Plan> {
  const others = await otherFlows(tx, flow.workspaceId, flow.id);
  const names = topicNamesOf(document, definitions);
  const schemas = await readTopicSchemas(tx, flow.workspaceId, names);
  // Checked before anything is made: a flow with problems leaves no topics behind, also outside a transaction.
  const dry = compileFlow(
    document,
    definitions,
    Object.fromEntries(names.map((name) => [name, name])),
    others,
    schemas,
  );
  if ("issues" in dry) throw notDeployable(dry.issues);
  const descriptions = new Map(document.topics.map(({ name, description }) => [name, description]));
  const topicIds = await ensureTopics(
    tx,
    flow.workspaceId,
    names.map((name) => ({ name, description: descriptions.get(name) })),
  );
  const compiled = compileFlow(document, definitions, topicIds, others, schemas);
  if ("issues" in compiled) throw notDeployable(compiled.issues);
  return compiled.plan;
}

function notDeployable(issues: readonly Issue[]): AppError {
  const [first] = issues;
  const more = issues.length > 1 ? ` and ${issues.length - 1} more to fix` : "";
  return new AppError("not-deployable", `This flow cannot run yet: ${first?.message ?? ""}${more}`, {
    issues,
  });
}
