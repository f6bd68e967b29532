import { type Consumer, type FlowDocument, stepsOf } from "../document/flow-document";
import type { NodeLookup } from "../node/node-lookup";
import { fieldReads } from "./field-reads";
import { isAlwaysThere, type Shape, shapeAt, type TopicSchemas } from "./shape";
import { typeIssues } from "./type-issues";
import { payloadAt, shownPath } from "./typed-flow";
import { typeWords } from "./unfit-value";

/** Something that a consumer does and that would not work any more under another schema. */
export interface BrokenConsumer {
  readonly consumerId: string;
  readonly consumer: string;
  /** As a sentence. */
  readonly message: string;
}

/** The schemas of a flow's topics before and after a change of some of them. */
export interface SchemaChange {
  /** Topics whose schema changes. */
  readonly topics: ReadonlySet<string>;
  readonly before: TopicSchemas;
  readonly after: TopicSchemas;
}

/** Consumers that read one of the topics, or publish to it. */
function isTouched({ when, steps }: Consumer, nodes: NodeLookup, topics: ReadonlySet<string>): boolean {
  if (when.some((topic) => topics.has(topic))) return true;
  return [...stepsOf(steps)].some((step) =>
    topics.has(nodes.step(step.type)?.publishes?.topicOf(step.config) ?? ""),
  );
}

/** What consumers do that works with the schemas before a change and not with those after it, one sentence each. */
export function brokenUses(
  document: FlowDocument,
  nodes: NodeLookup,
  change: SchemaChange,
): BrokenConsumer[] {
  return document.consumers
    .filter((consumer) => isTouched(consumer, nodes, change.topics))
    .flatMap((consumer) => {
      // One at a time, so that every sentence has its consumer.
      const alone = { ...document, consumers: [consumer] };
      const sentences = (schemas: TopicSchemas) =>
        typeIssues(alone, nodes, schemas).map(({ message }) => message);
      const known = new Set(sentences(change.before));
      const broken = sentences(change.after).filter((message) => !known.has(message));
      const messages = new Set([...broken, ...otherwise(alone, consumer, nodes, change)]);
      return [...messages].map((message) => ({ consumerId: consumer.id, consumer: consumer.name, message }));
    });
}

/** Fields that stay, and are of another type then or not always there. */
function otherwise(
  document: FlowDocument,
  consumer: Consumer,
  nodes: NodeLookup,
  { topics, before, after }: SchemaChange,
): string[] {
  const flow = { document, nodes, schemas: before };
  return fieldReads(consumer, nodes).flatMap((read) => {
    if (!payloadAt(flow, consumer, read.step?.id).isUntouched(read.path)) return [];
    return consumer.when
      .filter((topic) => topics.has(topic))
      .flatMap((topic) => {
        const [was, is] = [before.get(topic)?.shape, after.get(topic)?.shape];
        const why = was && is && changeAt(was, is, read.path.slice(1), read.isNeeded);
        return why ? [`*${read.title}* reads \`${shownPath(read.path)}\`, ${why}.`] : [];
      });
  });
}

type Path = Parameters<typeof shapeAt>[1];

function changeAt(before: Shape, after: Shape, path: Path, isNeeded: boolean): string | undefined {
  const [was, is] = [shapeAt(before, path), shapeAt(after, path)];
  if (was === undefined || is === undefined) return undefined;
  const [old, now] = [was.types, is.types];
  if (old !== undefined && now !== undefined && !old.some((type) => now.includes(type)))
    return `which was ${typeWords({ ...was, allowed: [] })} and becomes ${typeWords({ ...is, allowed: [] })}`;
  return isNeeded && isAlwaysThere(before, path) && !isAlwaysThere(after, path)
    ? "which is not always there any more"
    : undefined;
}
