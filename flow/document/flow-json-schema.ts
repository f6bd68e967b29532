import * as z from "zod";
import { conditionSchema } from "./condition";
import { failurePolicySchema, flowDocumentSchema, orderSchema } from "./flow-document";
import { documentIdSchema, topicNameSchema } from "./names";

/** Names of the parts in `$defs`. */
function partNames() {
  const names = z.registry<{ id: string }>();
  const { producers, topics, consumers, samples } = flowDocumentSchema.shape;
  const consumer = consumers.element;
  names.add(producers.element, { id: "Producer" });
  names.add(topics.element, { id: "Topic" });
  names.add(consumer, { id: "Consumer" });
  names.add(consumer.shape.steps.element, { id: "Step" });
  names.add(samples.unwrap().element, { id: "Sample" });
  names.add(failurePolicySchema, { id: "Failure" });
  names.add(orderSchema, { id: "Order" });
  names.add(conditionSchema, { id: "Condition" });
  names.add(documentIdSchema, { id: "Id" });
  names.add(topicNameSchema, { id: "TopicName" });
  return names;
}

/**
 * The JSON Schema (draft 2020-12) of a flow document as files hold it: `topics`, `producers` and `consumers` may be
 * left out, and everything with a default. The config of a step or producer depends on its type and is checked when
 * the flow is deployed.
 * @param id address under which the schema is served, if any
 */
export function flowJsonSchema(id?: string): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(flowDocumentSchema, { io: "input", metadata: partNames() });
  return {
    $schema,
    ...(id === undefined ? {} : { $id: id }),
    title: "Millrace flow",
    description: "Producers, topics and consumers of one flow. Wires follow from the topics that they name.",
    ...schema,
    required: ["millrace", "name"],
  };
}
