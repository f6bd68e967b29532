import type { FlowDocument } from "../document/flow-document";
import { shortForm } from "../document/short-form";
import type { NodeLookup } from "../node/node-lookup";
import { pointerPart } from "../schema/json-text";
import { extensionFormat, extensionName } from "./extension";
import { flowOperations } from "./flow-operations";
import { type ExportedSchema, writeSchemas } from "./write-schemas";

/** The version of AsyncAPI that is written: every tool of the third generation reads it. */
const writtenVersion = "3.0.0";

/** A topic with the schema that its events are described by. */
export interface ExportedTopic {
  readonly name: string;
  readonly description?: string | undefined;
  readonly schema?: ExportedSchema | undefined;
}

/** What a document is written from. */
export interface AsyncApiSource {
  readonly title: string;
  /** Of the described application, such as the number of a revision. */
  readonly version: string;
  readonly description?: string | undefined;
  readonly flows: readonly FlowDocument[];
  /** Every topic that the flows name, and any others. */
  readonly topics: readonly ExportedTopic[];
}

/**
 * Writes flows as one AsyncAPI document: topics are channels, producers and publishing steps send, consumers receive.
 * The flows themselves stand in `x-millrace`, so that reading the document gives the same flows again.
 */
export function writeAsyncApi(source: AsyncApiSource, nodes: NodeLookup): Record<string, unknown> {
  const { title, version, description, flows, topics } = source;
  const schemas = writeSchemas(topics.flatMap(({ schema }) => schema ?? []));
  const written = new Map(topics.map((topic) => [topic.name, topic]));
  const samples = flows.flatMap((flow) => flow.samples);
  const byTopic = <Value>(make: (topic: ExportedTopic) => Value) =>
    Object.fromEntries([...written.values()].map((topic) => [topic.name, make(topic)]));
  return {
    asyncapi: writtenVersion,
    info: { title, version, ...(description && { description }) },
    defaultContentType: "application/json",
    channels: byTopic((topic) => ({
      address: topic.name,
      ...(topic.description && { description: topic.description }),
      messages: { [topic.name]: { $ref: `#/components/messages/${pointerPart(topic.name)}` } },
    })),
    operations: Object.fromEntries(
      flowOperations(flows, nodes)
        .filter(({ topic }) => written.has(topic))
        .map(({ key, action, topic, title: name }) => {
          const channel = `#/channels/${pointerPart(topic)}`;
          const messages = [{ $ref: `${channel}/messages/${pointerPart(topic)}` }];
          return [key, { action, channel: { $ref: channel }, title: name, messages }];
        }),
    ),
    components: {
      messages: byTopic(({ name, schema }) => {
        const key = schema && schemas.keyOf.get(schema.subject);
        const examples = samples.filter(({ topic }) => topic === name);
        return {
          name,
          contentType: "application/json",
          ...(key !== undefined && { payload: { $ref: `#/components/schemas/${pointerPart(key)}` } }),
          ...(examples.length > 0 && {
            examples: examples.map((sample) => ({ name: sample.name, payload: sample.data })),
          }),
        };
      }),
      ...(Object.keys(schemas.components).length > 0 && { schemas: schemas.components }),
    },
    [extensionName]: { format: extensionFormat, flows: flows.map(shortForm) },
  };
}
