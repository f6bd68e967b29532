import * as z from "zod";
import { type Consumer, type FlowDocument, type Step, stepsOf } from "../document/flow-document";
import { toNodeConfig } from "../document/node-config";
import { type PathSegment, parsePath } from "../expression/paths";
import { startsWithPath } from "../expression/replace-path";
import { updateStep } from "../graph/step-tree";
import { configFields } from "../node/field-hints";
import type { NodeLookup } from "../node/node-lookup";
import { stepTitle } from "../validate/rule";
import { fieldReads } from "./field-reads";
import type { FieldRename } from "./field-renames";
import { replaceReads } from "./replace-reads";
import type { TopicSchemas } from "./shape";
import { payloadAt } from "./typed-flow";

/** A place of a flow that uses a field by its old name. */
export interface RenamedUse {
  /** Consumer and step, or the sample, as people call them. */
  readonly title: string;
  readonly kind: "reads" | "sends" | "sample";
  /** Its consumer also reacts to topics that keep the old name: it has to be changed by hand. */
  readonly isShared: boolean;
}

/** What a rename is looked for in. */
interface Search {
  readonly document: FlowDocument;
  readonly nodes: NodeLookup;
  readonly schemas: TopicSchemas;
  /** Topics whose events have the new name. */
  readonly topics: ReadonlySet<string>;
}

function isShared({ when }: Consumer, topics: ReadonlySet<string>): boolean {
  return !when.every((topic) => topics.has(topic));
}

/** Whether what a step sees under the old name is what the event brought. */
function comesFromEvent(
  search: Search,
  consumer: Consumer,
  stepId: string | undefined,
  { from }: FieldRename,
): boolean {
  const payload = payloadAt(search, consumer, stepId);
  return !payload.isReplaced && payload.isUntouched(from);
}

function readsOf(search: Search, consumer: Consumer, rename: FieldRename) {
  if (!consumer.when.some((topic) => search.topics.has(topic))) return [];
  return fieldReads(consumer, search.nodes).filter(
    ({ path, step }) =>
      startsWithPath(path, rename.from) && comesFromEvent(search, consumer, step?.id, rename),
  );
}

const rowsSchema = z.array(z.looseObject({ field: z.string(), value: z.json() }));
type Row = z.infer<typeof rowsSchema>[number];

/** The rows of a step that publishes to one of the topics, and the rows with the new name. */
function sentRows(
  { nodes, topics }: Pick<Search, "nodes" | "topics">,
  { type, config, disabled }: Step,
  { from, to }: FieldRename,
): { readonly field: string; readonly rows: readonly Row[] } | undefined {
  const definition = nodes.step(type);
  if (disabled || !definition || !topics.has(definition.publishes?.topicOf(config) ?? "")) return undefined;
  const mapping = configFields(definition.config).find(
    ({ hints }) => hints.control === "mapping" && hints.namesFields === true,
  );
  const rows = rowsSchema.safeParse(mapping === undefined ? undefined : config[mapping.name]).data;
  if (mapping === undefined || rows === undefined) return undefined;
  const next = rows.map((row) => {
    const path = parsePath(row.field.replace(/^data\./, ""));
    if (path === undefined || !startsWithPath(path, from.slice(1))) return row;
    const renamed = [...to.slice(1), ...path.slice(to.length - 1)];
    const field = renamed.join(".");
    // Names that rows cannot write stay for a person.
    return parsePath(field)?.length === renamed.length ? { ...row, field } : row;
  });
  return next.every((row, index) => row === rows[index]) ? undefined : { field: mapping.name, rows: next };
}

/** Data with the field under its new name, where it has it under the old one and not under the new. */
function renamedData(data: unknown, from: readonly PathSegment[], name: string): unknown {
  const [segment, ...rest] = from;
  if (typeof data !== "object" || data === null || segment === undefined) return data;
  if (Array.isArray(data)) {
    if (typeof segment !== "number") return data;
    const items = data.map((item) => renamedData(item, rest, name));
    return items.every((item, index) => item === data[index]) ? data : items;
  }
  if (typeof segment === "number" || !Object.hasOwn(data, segment)) return data;
  const entries = Object.entries(data);
  if (rest.length === 0) {
    if (Object.hasOwn(data, name)) return data;
    return Object.fromEntries(entries.map(([key, value]) => [key === segment ? name : key, value]));
  }
  const inner = renamedData(Reflect.get(data, segment), rest, name);
  if (inner === Reflect.get(data, segment)) return data;
  return Object.fromEntries(entries.map(([key, value]) => [key, key === segment ? inner : value]));
}

function renamedSample(
  sample: FlowDocument["samples"][number],
  topics: ReadonlySet<string>,
  { from, to }: FieldRename,
): FlowDocument["samples"][number] {
  if (!topics.has(sample.topic)) return sample;
  const data = renamedData(sample.data, from.slice(1), String(to.at(-1)));
  return data === sample.data ? sample : { ...sample, data: z.json().parse(data) };
}

/** Everything in a flow that has a field of some topics under its old name. */
export function renamedUses(search: Search, rename: FieldRename): RenamedUse[] {
  const { document, nodes, topics } = search;
  const inConsumers = document.consumers.flatMap((consumer) => {
    const shared = isShared(consumer, topics);
    const titleOf = (title: string) => (title === consumer.name ? title : `${consumer.name} › ${title}`);
    const reads = readsOf(search, consumer, rename).map(({ title }) => titleOf(title));
    const sends = [...stepsOf(consumer.steps)]
      .filter((step) => sentRows(search, step, rename) !== undefined)
      .map((step) => titleOf(stepTitle(step, nodes)));
    return [
      ...[...new Set(reads)].map((title) => ({ title, kind: "reads" as const, isShared: shared })),
      ...[...new Set(sends)].map((title) => ({ title, kind: "sends" as const, isShared: false })),
    ];
  });
  const inSamples = document.samples
    .filter((sample) => renamedSample(sample, topics, rename) !== sample)
    .map(({ name }) => ({ title: name, kind: "sample" as const, isShared: false }));
  return [...inConsumers, ...inSamples];
}

/** The document in which everything that can be uses the new name; the same document where nothing does. */
export function renameUses(search: Search, rename: FieldRename): FlowDocument {
  const { document, nodes, topics } = search;
  const places = new Set(
    document.consumers
      .filter((consumer) => !isShared(consumer, topics))
      .flatMap((consumer) => readsOf(search, consumer, rename))
      .map(({ at }) => placeText(at.kind, at.id, at.field)),
  );
  let next = replaceReads(document, nodes, rename, (at) => places.has(placeText(at.kind, at.id, at.field)));
  for (const step of next.consumers.flatMap(({ steps }) => [...stepsOf(steps)])) {
    const sent = sentRows(search, step, rename);
    if (sent === undefined) continue;
    const config = toNodeConfig({ ...step.config, [sent.field]: sent.rows });
    next = updateStep(next, step.id, (one) => ({ ...one, config }));
  }
  const samples = next.samples.map((sample) => renamedSample(sample, topics, rename));
  if (samples.every((sample, index) => sample === next.samples[index])) return next;
  return { ...next, samples };
}

function placeText(kind: string, id: string | undefined, field: string | undefined): string {
  return `${kind} ${id ?? ""} ${field ?? ""}`;
}
