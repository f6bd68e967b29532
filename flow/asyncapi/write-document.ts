import type { FlowDocument } from "../document/flow-document";
import { freeName } from "../document/names";
import { shortForm } from "../document/short-form";
import type { NodeLookup } from "../node/node-lookup";
import { canonicalJson, isJsonObject, pointerPart } from "../schema/json-text";
import { extensionFormat, extensionName } from "./extension";
import { flowOperations } from "./flow-operations";
import { type KeptParts, keptParts, leadsToGone } from "./kept-parts";
import type { AsyncApiProposal } from "./read-document";
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
  /** The document that the flow came from: what Millrace has no words for goes into the new one. */
  readonly original?: AsyncApiProposal | undefined;
}

/** A channel as it is written, and what operations need to know of it. */
interface WrittenChannel {
  readonly key: string;
  readonly channel: Readonly<Record<string, unknown>>;
  /** Its messages are those of the original document. */
  readonly isKept: boolean;
  /** Its own message, where it has one. */
  readonly message: readonly [key: string, message: unknown] | undefined;
}

/**
 * Writes flows as one AsyncAPI document: topics are channels, producers and publishing steps send, consumers receive.
 * The flows themselves stand in `x-millrace`, so that reading the document gives the same flows again.
 */
export function writeAsyncApi(source: AsyncApiSource, nodes: NodeLookup): Record<string, unknown> {
  const { title, version, description, flows, original } = source;
  const topics = [...new Map(source.topics.map((topic) => [topic.name, topic])).values()];
  const kept = original && keptParts(original);
  const isKept = ({ name, schema }: ExportedTopic) =>
    kept?.channel(name)?.messages !== undefined && kept.schemaOf(name) === formOf(schema);
  const schemas = writeSchemas(
    topics.flatMap((topic) => (isKept(topic) ? [] : (topic.schema ?? []))),
    namesIn(kept, "schemas"),
  );
  const samples = flows.flatMap((flow) => flow.samples);
  const channels = writeChannels(topics, kept, isKept, (topic) => {
    const key = topic.schema && schemas.keyOf.get(topic.schema.subject);
    const examples = samples.filter((sample) => sample.topic === topic.name);
    return {
      name: topic.name,
      contentType: "application/json",
      ...(key !== undefined && { payload: { $ref: `#/components/schemas/${pointerPart(key)}` } }),
      ...(examples.length > 0 && {
        examples: examples.map((sample) => ({ name: sample.name, payload: sample.data })),
      }),
    };
  });
  const messages = Object.fromEntries(
    [...channels.values()].flatMap(({ message }) => (message ? [message] : [])),
  );
  const words = description || kept?.info.description;
  const document = {
    asyncapi: kept?.version ?? writtenVersion,
    info: { title, version, ...kept?.info, ...(words !== undefined && { description: words }) },
    ...kept?.root,
    defaultContentType: kept?.root.defaultContentType ?? "application/json",
    channels: Object.fromEntries([...channels.values()].map(({ key, channel }) => [key, channel])),
    operations: writeOperations(flows, nodes, channels, kept),
    components: joined(kept?.components, { messages, schemas: schemas.components }),
    [extensionName]: { format: extensionFormat, flows: flows.map(shortForm) },
  };
  return kept === undefined ? document : withoutGone(document);
}

/** A schema in the form in which kept ones are compared. */
function formOf(schema: ExportedSchema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  return schema.format === "PROTOBUF" ? String(schema.schema) : canonicalJson(schema.schema);
}

function namesIn(kept: KeptParts | undefined, kind: "messages" | "schemas"): Set<string> {
  const members = kept?.components[kind];
  return new Set(isJsonObject(members) ? Object.keys(members) : []);
}

function writeChannels(
  topics: readonly ExportedTopic[],
  kept: KeptParts | undefined,
  isKept: (topic: ExportedTopic) => boolean,
  messageOf: (topic: ExportedTopic) => unknown,
): Map<string, WrittenChannel> {
  const keys = new Set<string>();
  const messageKeys = namesIn(kept, "messages");
  return new Map(
    topics.map((topic) => {
      const { name, description } = topic;
      const original = kept?.channel(name);
      const key = freeName(original?.key ?? name, keys);
      keys.add(key);
      const messageKey = isKept(topic) ? undefined : freeName(name, messageKeys);
      if (messageKey !== undefined) messageKeys.add(messageKey);
      const address = original?.members.address ?? name;
      const channel = {
        address,
        ...original?.members,
        ...(description && { description }),
        messages:
          messageKey === undefined
            ? original?.messages
            : { [name]: { $ref: `#/components/messages/${pointerPart(messageKey)}` } },
        ...(address !== name && { [extensionName]: { topic: name } }),
      };
      const message = messageKey === undefined ? undefined : ([messageKey, messageOf(topic)] as const);
      return [name, { key, channel, isKept: messageKey === undefined, message }];
    }),
  );
}

function writeOperations(
  flows: readonly FlowDocument[],
  nodes: NodeLookup,
  channels: ReadonlyMap<string, WrittenChannel>,
  kept: KeptParts | undefined,
) {
  const keys = new Set<string>();
  return Object.fromEntries(
    flowOperations(flows, nodes).flatMap((operation) => {
      const { key: ownKey, action, topic, title } = operation;
      const written = channels.get(topic);
      if (written === undefined) return [];
      const original = kept?.operation(operation);
      const key = freeName(original?.key ?? ownKey, keys);
      keys.add(key);
      const channel = `#/channels/${pointerPart(written.key)}`;
      const messages = written.isKept
        ? original?.messages
        : [{ $ref: `${channel}/messages/${pointerPart(topic)}` }];
      const value = {
        action,
        channel: { $ref: channel },
        title,
        ...original?.members,
        ...(messages !== undefined && { messages }),
        ...(key !== ownKey && { [extensionName]: { operation: ownKey } }),
      };
      return [[key, value]];
    }),
  );
}

/** Components of two documents, kind by kind; kinds without any are left out. */
function joined(kept: Readonly<Record<string, unknown>> | undefined, own: Readonly<Record<string, object>>) {
  const all: Record<string, unknown> = { ...kept };
  for (const [kind, members] of Object.entries(own)) {
    const before = all[kind];
    const both = { ...(isJsonObject(before) ? before : {}), ...members };
    if (Object.keys(both).length > 0) all[kind] = both;
  }
  return all;
}

/** What is kept may speak of channels and operations that the flow has no longer; that goes too. */
function withoutGone(document: Record<string, unknown>): Record<string, unknown> {
  const prune = (things: unknown) =>
    isJsonObject(things)
      ? Object.fromEntries(
          Object.entries(things).map(([name, thing]) => [
            name,
            isJsonObject(thing)
              ? Object.fromEntries(
                  Object.entries(thing).filter(([, member]) => !leadsToGone(member, document)),
                )
              : thing,
          ]),
        )
      : things;
  return { ...document, operations: prune(document.operations), components: prune(document.components) };
}
