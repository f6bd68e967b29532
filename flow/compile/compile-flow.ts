import type { Branch, Consumer, FlowDocument, Step } from "../document/flow-document";
import type { Issue } from "../issue";
import type { NodeLookup } from "../node/node-lookup";
import type { TopicSchemas } from "../typed/shape";
import { validateTyped } from "../typed/type-issues";
import type { OtherFlows } from "../validate/rule";
import { isDeployable } from "../validate/validate-flow";
import { isOutside } from "./is-outside";
import type { Plan, PlanBranch, PlanConsumer, PlanStep } from "./plan";
import { topicNamesOf } from "./topic-names-of";

/** A plan that can run, or what keeps the flow from running (never warnings alone). */
export type Compiled = { readonly plan: Plan } | { readonly issues: readonly Issue[] };

/**
 * Makes the plan that workers run from a document.
 * @param topicIds ids of all topics that the document names; a name without an id is an issue
 * @param schemas what the events of its topics are held to
 */
export function compileFlow(
  document: FlowDocument,
  nodes: NodeLookup,
  topicIds: Readonly<Record<string, string>>,
  others?: OtherFlows,
  schemas: TopicSchemas = new Map(),
): Compiled {
  const issues = validateTyped(document, nodes, others, schemas);
  if (!isDeployable(issues)) return { issues: issues.filter(({ severity }) => severity !== "warning") };
  const names = topicNamesOf(document, nodes);
  const missing = names.filter((name) => !Object.hasOwn(topicIds, name));
  if (missing.length > 0) {
    return {
      issues: missing.map((name) => ({
        code: "unknown-topic",
        severity: "problem",
        at: { kind: "topic", id: name },
        message: `There is no topic \`${name}\` in this workspace.`,
      })),
    };
  }
  const idOf = (name: string) => topicIds[name] ?? "";
  return {
    plan: {
      producers: document.producers.flatMap(({ id, type, name, topic, config }) =>
        topic === undefined
          ? []
          : [{ id, type, name, topicId: idOf(topic), config: nodes.producer(type)?.config.parse(config) }],
      ),
      consumers: document.consumers.map((consumer) => planConsumer(consumer, nodes, idOf)),
      topicIds: Object.fromEntries(names.map((name) => [name, idOf(name)])),
    },
  };
}

/** One consumer as workers run it; `idOf` gives the ids of the topics that it names. */
export function planConsumer(
  consumer: Consumer,
  nodes: NodeLookup,
  idOf: (name: string) => string,
): PlanConsumer {
  const steps = planSteps(consumer.steps, nodes);
  return {
    id: consumer.id,
    name: consumer.name,
    topicIds: consumer.when.map(idOf),
    order: consumer.order,
    failure: consumer.failure,
    ...(consumer.rate === undefined ? {} : { rate: consumer.rate }),
    steps,
    isOutside: isOutside(steps, nodes),
  };
}

function planSteps(steps: readonly Step[], nodes: NodeLookup): PlanStep[] {
  return steps
    .filter(({ disabled }) => !disabled)
    .map((step) => {
      const definition = nodes.step(step.type);
      return {
        id: step.id,
        type: step.type,
        name: step.name || definition?.title || step.type,
        config: definition?.config.parse(step.config),
        branches: (step.branches ?? []).map((branch) => planBranch(branch, nodes)),
      };
    });
}

function planBranch(branch: Branch, nodes: NodeLookup): PlanBranch {
  return { ...branch, steps: planSteps(branch.steps, nodes) };
}
