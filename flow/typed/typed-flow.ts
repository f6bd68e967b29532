import type { Consumer, FlowDocument } from "../document/flow-document";
import type { PathSegment } from "../expression/paths";
import { payloadFieldsAt, type ToldFields } from "../graph/fields";
import { memberPath } from "../graph/infer-fields";
import type { NodeLookup } from "../node/node-lookup";
import type { FieldInfo } from "../node/step-definition";
import type { TopicSchema, TopicSchemas } from "./shape";
import { shapeFields } from "./shape-fields";

/** A document with what schemas say about the events of its topics. */
export interface TypedFlow {
  readonly document: FlowDocument;
  readonly nodes: NodeLookup;
  readonly schemas: TopicSchemas;
}

/** A topic of a consumer whose schema is known. */
export interface TypedTopic extends TopicSchema {
  readonly topic: string;
}

const toldBySchemas = new WeakMap<TopicSchemas, ToldFields>();

function toldBy(schemas: TopicSchemas): ToldFields {
  const before = toldBySchemas.get(schemas);
  if (before) return before;
  const told = new Map([...schemas].map(([topic, { shape }]) => [topic, shapeFields(shape)]));
  toldBySchemas.set(schemas, told);
  return told;
}

/** The schemas of all topics that a consumer reacts to; nothing when one of them has none, for then a field may come from there. */
export function topicsOf(consumer: Consumer, schemas: TopicSchemas): readonly TypedTopic[] | undefined {
  if (consumer.when.length === 0) return undefined;
  const topics = consumer.when.flatMap((topic) => {
    const schema = schemas.get(topic);
    return schema === undefined ? [] : [{ topic, ...schema }];
  });
  return topics.length === consumer.when.length ? topics : undefined;
}

/** Fields of the events that a consumer gets, as their schemas name them. */
export function incomingFields({ schemas }: TypedFlow, consumer: Consumer): readonly FieldInfo[] {
  const told = toldBy(schemas);
  const byPath = new Map<string, FieldInfo>();
  for (const topic of consumer.when) {
    for (const field of told.get(topic) ?? []) if (!byPath.has(field.path)) byPath.set(field.path, field);
  }
  return [...byPath.values()];
}

/** The payload of a consumer's events at one of its steps; without a step: as they come. */
export interface Payload {
  readonly fields: readonly FieldInfo[];
  /** Some step above gives the events other content: what the schema says does not hold any more. */
  readonly isReplaced: boolean;
  /** Whether what stands at a path is still what the event brought. */
  readonly isUntouched: (path: readonly PathSegment[]) => boolean;
}

/** What is known of the payload at a step by schemas alone. */
export function payloadAt(flow: TypedFlow, consumer: Consumer, stepId: string | undefined): Payload {
  const incoming = incomingFields(flow, consumer);
  const fields =
    stepId === undefined
      ? incoming
      : payloadFieldsAt(flow.document, flow.nodes, consumer, stepId, toldBy(flow.schemas));
  const here = new Map(fields.map((field) => [field.path, field]));
  const came = new Map(incoming.map((field) => [field.path, field]));
  return {
    fields,
    isReplaced: incoming.some(({ path }) => !here.has(path)),
    isUntouched: (path) =>
      path.every((_, index) => {
        if (index === 0) return true;
        const at = pathText(path.slice(0, index + 1));
        return here.get(at) === came.get(at);
      }),
  };
}

/** A path as fields carry it. */
export function pathText(path: readonly PathSegment[]): string {
  return path
    .slice(1)
    .reduce<string>(
      (text, segment) => (typeof segment === "number" ? `${text}[0]` : memberPath(text, segment)),
      String(path[0]),
    );
}

/** A path as people read it: without `data.` in front. */
export function shownPath(path: readonly PathSegment[]): string {
  return pathText(path)
    .replace(/^data\.?/, "")
    .replaceAll("[0]", "[]");
}
