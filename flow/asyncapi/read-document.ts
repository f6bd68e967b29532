import * as z from "zod";
import type { FlowDocument } from "../document/flow-document";
import { faultsText, parseFlow } from "../document/parse-flow";
import type { NodeLookup } from "../node/node-lookup";
import { isJsonObject } from "../schema/json-text";
import { drawOperations, flowOfChannels, type TopicOperation } from "./draw-flow";
import { extensionFormat, extensionName } from "./extension";
import { flowOperations } from "./flow-operations";
import { localRefs } from "./local-refs";
import { type ChannelPart, textOf } from "./parts";
import type { AsyncApiProblem, Report } from "./problem";
import { readOldParts, readParts } from "./read-parts";
import { type FoundSchema, schemaReader } from "./read-schemas";
import { readAsyncApiText } from "./read-text";
import { nameTopics } from "./topic-name";

/** A topic that a channel becomes. */
export interface ProposedTopic {
  readonly name: string;
  /** Name of the channel in the document. */
  readonly channel: string;
  readonly pointer: string;
  readonly description: string | undefined;
  /** Subject of the schema that describes its events; undefined: the document has none that can be read. */
  readonly subject: string | undefined;
}

/** A schema that becomes a version of a subject. */
export interface ProposedSchema extends Omit<FoundSchema, "subject"> {
  readonly subject: string;
}

/** What a document would become. */
export interface AsyncApiProposal {
  readonly title: string;
  /** Of AsyncAPI: `3.0.0`. */
  readonly version: string;
  /** The document as plain values. */
  readonly root: Readonly<Record<string, unknown>>;
  readonly topics: readonly ProposedTopic[];
  readonly schemas: readonly ProposedSchema[];
  /** What the described application does with the topics. */
  readonly operations: readonly TopicOperation[];
  readonly flows: readonly FlowDocument[];
  readonly problems: readonly AsyncApiProblem[];
  /** Line of what a JSON pointer names. */
  lineOf(pointer: string): number | undefined;
}

/** A proposal, or why there is none. */
export type ReadAsyncApi =
  | { readonly proposal: AsyncApiProposal; readonly refusal?: undefined }
  | { readonly proposal?: undefined; readonly refusal: AsyncApiProblem };

const maxProblems = 100;
const maxTopics = 200;

const ownSchema = z.object({ format: z.literal(extensionFormat), flows: z.array(z.unknown()).max(200) });

/**
 * Reads an AsyncAPI document of version 2 or 3, YAML or JSON, and says what it would become: topics, schemas, and flows. Flows that
 * Millrace wrote into it come out as they were; operations that they do not have are drawn as stubs.
 */
export function readAsyncApi(source: string, nodes: NodeLookup): ReadAsyncApi {
  const { text, refusal } = readAsyncApiText(source);
  if (text === undefined) return { refusal };
  const { root } = text;
  const version = isJsonObject(root) && typeof root.asyncapi === "string" ? root.asyncapi.trim() : "";
  if (!isJsonObject(root) || version === "")
    return refused("This is not an AsyncAPI document: one begins with `asyncapi: 3.0.0`.");
  if (!/^[23]\.\d+\.\d+$/.test(version))
    return refused(`AsyncAPI ${version.slice(0, 40)} is not read: versions 2 and 3 are.`, "/asyncapi");

  const problems: AsyncApiProblem[] = [];
  const seen = new Set<string>();
  const report: Report = (pointer, message) => {
    const key = `${pointer}\n${message}`;
    if (seen.has(key) || problems.length >= maxProblems) return;
    seen.add(key);
    problems.push({ pointer, line: text.lineOf(pointer), message });
  };

  const refs = localRefs(root, report);
  const parts = (version.startsWith("2.") ? readOldParts : readParts)(refs, root, report);
  const channels = placedChannels(parts.channels, report);
  const schemas = schemaReader(refs, report);
  const bySubject = new Map<string, ProposedSchema>();
  const topics = channels.map(({ topic, id, pointer, description, messages }): ProposedTopic => {
    const schema = schemas.read(messages, pointer);
    const subject = schema && (schema.subject ?? topic);
    const known = subject === undefined ? undefined : bySubject.get(subject);
    if (schema && subject !== undefined && known === undefined)
      bySubject.set(subject, { ...schema, subject });
    if (schema && known !== undefined && known.text !== schema.text)
      report(schema.pointer, `There are two schemas for \`${subject}\`. The first one is taken.`);
    return { name: topic, channel: id, pointer, description, subject };
  });

  const topicOf = new Map(channels.map(({ id, topic }) => [id, topic]));
  const operations = parts.operations.flatMap((operation): TopicOperation[] => {
    const topic = topicOf.get(operation.channelId);
    return topic === undefined ? [] : [{ ...operation, topic }];
  });
  const title = textOf(isJsonObject(root.info) ? root.info.title : undefined, 120) ?? "Imported flow";
  const description = textOf(isJsonObject(root.info) ? root.info.description : undefined, 2000);
  const flows = withOperations(
    ownFlows(root, report),
    operations,
    () => flowOfChannels(title, description, channels),
    nodes,
    report,
  );
  return {
    proposal: {
      title,
      version,
      root,
      topics,
      operations,
      schemas: [...bySubject.values()],
      flows,
      problems,
      lineOf: text.lineOf,
    },
  };
}

function refused(message: string, pointer = ""): ReadAsyncApi {
  return { refusal: { pointer, message } };
}

function placedChannels(channels: readonly ChannelPart[], report: Report) {
  for (const { pointer } of channels.slice(maxTopics, maxTopics + 1))
    report(pointer, `Only the first ${maxTopics} channels are taken over.`);
  const taken = channels.slice(0, maxTopics);
  const names = nameTopics(taken);
  return taken.flatMap((channel) => {
    const topic = names.get(channel.id);
    return topic === undefined ? [] : [{ ...channel, topic }];
  });
}

/** The flows that Millrace wrote into a document; undefined when it did not, or none can be read. */
function ownFlows(root: Readonly<Record<string, unknown>>, report: Report): FlowDocument[] | undefined {
  if (root[extensionName] === undefined) return undefined;
  const own = ownSchema.safeParse(root[extensionName]);
  if (!own.success) {
    report(`/${extensionName}`, "This was not written by this version of Millrace, and is not read.");
    return undefined;
  }
  const flows = own.data.flows.flatMap((raw, index) => {
    const { document, faults } = parseFlow(raw);
    if (document !== undefined) return [document];
    report(`/${extensionName}/flows/${index}`, `This flow cannot be read: ${faultsText(faults.slice(0, 1))}`);
    return [];
  });
  return flows.length === 0 && own.data.flows.length > 0 ? undefined : flows;
}

/** The flows with stubs for those operations that are not theirs already. */
function withOperations(
  own: readonly FlowDocument[] | undefined,
  operations: readonly TopicOperation[],
  blank: () => FlowDocument,
  nodes: NodeLookup,
  report: Report,
): FlowDocument[] {
  const nameOf = ({ key, ownKey, action, topic }: Omit<TopicOperation, "pointer" | "channelId" | "title">) =>
    JSON.stringify([ownKey ?? key, action, topic]);
  if (own === undefined) return [drawOperations(blank(), operations, nodes, report)];
  const known = new Set(flowOperations(own, nodes).map(nameOf));
  const others = operations.filter((operation) => !known.has(nameOf(operation)));
  if (others.length === 0) return [...own];
  const [first, ...rest] = own;
  if (first !== undefined && rest.length === 0) return [drawOperations(first, others, nodes, report)];
  return [...own, drawOperations({ ...blank(), topics: [], samples: [] }, others, nodes, report)];
}
