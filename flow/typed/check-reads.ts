import { list } from "../diff/list";
import type { Consumer } from "../document/flow-document";
import { firstUnknown } from "../expression/check-expression";
import { didYouMean } from "../expression/did-you-mean";
import { type PathSegment, parsePath } from "../expression/paths";
import { fieldsAt } from "../graph/fields";
import type { Issue } from "../issue";
import { type FieldRead, fieldReads } from "./field-reads";
import { mayHave } from "./shape";
import {
  type Payload,
  pathText,
  payloadAt,
  shownPath,
  type TypedFlow,
  type TypedTopic,
  topicsOf,
} from "./typed-flow";

/** Topics that let nothing through that does not fit: what their schemas say holds for every event. */
export function isStrict({ gate }: Pick<TypedTopic, "gate">): boolean {
  return gate === "quarantine" || gate === "reject";
}

/** Fields that consumers look at and that the events of their topics do not have, by the topics' schemas. */
export function checkReads(flow: TypedFlow): Issue[] {
  return flow.document.consumers.flatMap((consumer) => {
    const topics = topicsOf(consumer, flow.schemas);
    return topics === undefined ? [] : checkConsumer(flow, consumer, topics);
  });
}

function checkConsumer(flow: TypedFlow, consumer: Consumer, topics: readonly TypedTopic[]): Issue[] {
  const payloads = new Map<string | undefined, Payload>();
  const payloadOf = (stepId: string | undefined) => {
    const payload = payloads.get(stepId) ?? payloadAt(flow, consumer, stepId);
    payloads.set(stepId, payload);
    return payload;
  };
  const incoming = payloadOf(undefined);
  const seen = new Set<string>();
  return fieldReads(consumer, flow.nodes).flatMap((read): Issue[] => {
    if (!read.isNeeded) return [];
    const lack = lackOf(read, topics, payloadOf(read.step?.id), incoming);
    if (lack === undefined || (!lack.isCertain && isKnownOtherwise(flow, consumer, read))) return [];
    const place = `${read.at.kind} ${read.at.id} ${read.at.field}`;
    // One sentence per box: the first is the one to act on.
    if (seen.has(place)) return [];
    seen.add(place);
    return [issueOf(read, consumer, topics, lack)];
  });
}

/** A sample or a producer shows that some events have it, and the schemas do not say that none may. */
function isKnownOtherwise(
  { document, nodes }: TypedFlow,
  consumer: Consumer,
  { path, step }: FieldRead,
): boolean {
  const text = pathText(path);
  return fieldsAt(document, nodes, consumer.id, step?.id).some((field) => field.path === text);
}

interface Lack {
  /** The schemas leave no room for it. */
  readonly isCertain: boolean;
  /** What was probably meant. */
  readonly meant: readonly PathSegment[] | undefined;
}

function lackOf(
  { path }: FieldRead,
  topics: readonly TypedTopic[],
  payload: Payload,
  incoming: Payload,
): Lack | undefined {
  const inside = path.slice(1);
  const answers = topics.map(({ shape }) => mayHave(shape, inside));
  if (answers.includes("yes")) return undefined;
  if (payload.isReplaced || !payload.isUntouched(path)) return undefined;
  const isCertain = answers.every((answer) => answer === "no");
  const unknown = firstUnknown(path, incoming.fields);
  // Of an object that names no field at all nothing can be said to be missing.
  if (!isCertain && unknown === undefined) return undefined;
  return { isCertain, meant: meantBy(path, unknown, incoming) };
}

function meantBy(
  path: readonly PathSegment[],
  unknown: ReturnType<typeof firstUnknown>,
  { fields }: Payload,
): readonly PathSegment[] | undefined {
  if (unknown === undefined) return undefined;
  const near = didYouMean(unknown.name, unknown.known);
  if (near !== undefined) return path.with(unknown.index, near);
  // The right name in the wrong object.
  const last = path.at(-1);
  const elsewhere = fields
    .map((field) => parsePath(field.path) ?? [])
    .filter((other) => other.at(-1) === last && !other.includes(0));
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

function issueOf(
  { at, title, path }: FieldRead,
  consumer: Consumer,
  topics: readonly TypedTopic[],
  { isCertain, meant }: Lack,
): Issue {
  const names = topics.map(({ topic }) => `\`${topic}\``);
  const verb = isCertain
    ? names.length === 1
      ? `which ${names[0]} does not have`
      : `which neither ${list(names, "nor")} has`
    : `which the schema of ${list(names)} does not name`;
  const question = meant === undefined ? "" : ` Did you mean \`${shownPath(meant)}\`?`;
  return {
    code: "not-in-schema",
    severity: isCertain && topics.every(isStrict) ? "problem" : "warning",
    at,
    message: `*${title}* reads \`${shownPath(path)}\`, ${verb}.${question}`,
    wires: topics.map(({ topic }) => `when:${consumer.id}:${topic}`),
    ...(meant !== undefined && { remedy: { kind: "read-instead", from: path, to: meant } }),
  };
}
