import type { Consumer, FlowDocument, Step } from "../document/flow-document";
import { toNodeConfig } from "../document/node-config";
import {
  type PathChange,
  replaceInCondition,
  replaceInPath,
  replaceInTemplate,
} from "../expression/replace-path";
import { mapStepLists } from "../graph/step-tree";
import type { IssuePlace } from "../issue";
import { type ConfigField, configFields } from "../node/field-hints";
import type { NodeLookup } from "../node/node-lookup";
import { conditionIn, filledControls } from "./field-reads";

/** Which places change. */
export type PlaceTest = (at: IssuePlace, stepId: string | undefined) => boolean;

function replaceInField({ hints }: ConfigField, value: unknown, change: PathChange): unknown {
  if (hints.control === "field") return typeof value === "string" ? replaceInPath(value, change) : value;
  if (filledControls.has(hints.control)) return replaceInTemplate(value, change);
  const condition = hints.control === "condition" ? conditionIn(value) : undefined;
  if (condition === undefined) return value;
  const next = replaceInCondition(condition, change);
  return next === condition ? value : next;
}

function replaceInStep(step: Step, nodes: NodeLookup, change: PathChange, isMeant: PlaceTest): Step {
  const definition = nodes.step(step.type);
  if (!definition) return step;
  let { config, branches } = step;
  for (const field of configFields(definition.config)) {
    const { name } = field;
    if (!isMeant({ kind: "step", id: step.id, field: name }, step.id)) continue;
    const value = replaceInField(field, config[name], change);
    if (value !== config[name]) config = toNodeConfig({ ...config, [name]: value });
  }
  branches = branches?.map((branch) => {
    if (!branch.condition || !isMeant({ kind: "branch", id: branch.id, field: "condition" }, step.id))
      return branch;
    const condition = replaceInCondition(branch.condition, change);
    return condition === branch.condition ? branch : { ...branch, condition };
  });
  const isSame =
    config === step.config && (branches ?? []).every((branch, index) => branch === step.branches?.[index]);
  return isSame ? step : { ...step, config, ...(branches !== undefined && { branches }) };
}

function replaceInOrder(consumer: Consumer, change: PathChange, isMeant: PlaceTest): Consumer {
  const { order } = consumer;
  if (order.mode !== "key" || order.key === undefined) return consumer;
  if (!isMeant({ kind: "consumer", id: consumer.id, field: "order" }, undefined)) return consumer;
  const key = replaceInPath(order.key, change);
  return key === order.key ? consumer : { ...consumer, order: { ...order, key } };
}

/** The document where consumers look at another field, in the places that are meant. */
export function replaceReads(
  document: FlowDocument,
  nodes: NodeLookup,
  change: PathChange,
  isMeant: PlaceTest,
): FlowDocument {
  const changed = mapStepLists(document, (list) => {
    const next = list.map((step) => replaceInStep(step, nodes, change, isMeant));
    return next.every((step, index) => step === list[index]) ? list : next;
  });
  const consumers = changed.consumers.map((consumer) => replaceInOrder(consumer, change, isMeant));
  if (consumers.every((consumer, index) => consumer === changed.consumers[index])) return changed;
  return { ...changed, consumers };
}
