import * as z from "zod";
import type { FlowDocument } from "@/flow/document/flow-document";
import { exampleData, namesEveryField } from "@/flow/schema-design/example-data";
import { readDesign } from "@/flow/schema-design/read-design";
import { unknownFields } from "@/flow/validate/unknown-fields";
import { definitions } from "@/nodes/registry/definitions.gen";
import { storedDocument } from "../flows/stored-document";
import { useCase } from "../use-case";
import { readSchema } from "./read-schema";
import { referencesSchema, schemaSourceSchema, subjectSchema } from "./schema-names";
import { readVersions } from "./stored-schema";
import { type EventTrial, tryOnEvents } from "./try-on-events";
import { checkUsable, validatorOf } from "./validator";

/** Something of a flow that would not fit any more. */
export interface BrokenUse {
  readonly flowSlug: string;
  readonly flowName: string;
  /** Of the consumer that reads the field; null for a sample. */
  readonly consumer: string | null;
  /** What breaks, as a sentence. */
  readonly message: string;
}

/** What a schema would break if it were the next version. */
export interface BlastRadius {
  readonly topics: readonly (EventTrial & { readonly topic: string })[];
  readonly flows: readonly {
    readonly slug: string;
    readonly name: string;
    readonly consumers: readonly string[];
  }[];
  readonly expressions: readonly BrokenUse[];
  readonly samples: readonly BrokenUse[];
  /** There are more topics or flows than were looked at. */
  readonly isCut: boolean;
}

/** So many topics and flows are looked at. */
const maxTopics = 5;
const maxFlows = 200;
const maxUses = 100;

/** The document as if the topic's events were known by the schema alone, with the consumers that read it. */
function withSchema(document: FlowDocument, topic: string, schema: unknown): FlowDocument {
  const readers = document.consumers.filter(({ when }) => when.includes(topic));
  const data = z.json().parse(exampleData(readDesign(schema)));
  return {
    ...document,
    producers: document.producers.filter((producer) => producer.topic !== topic),
    consumers: readers,
    samples: [
      ...document.samples.filter((sample) => sample.topic !== topic),
      { id: "of-the-schema", name: "Of the schema", topic, data },
    ],
  };
}

/** Sentences about fields that the old schema has and the new one has not, by consumer. */
function brokenExpressions(document: FlowDocument, topic: string, before: unknown, after: unknown) {
  return document.consumers
    .filter(({ when }) => when.includes(topic))
    .flatMap((consumer) => {
      const alone = { ...document, consumers: [consumer] };
      const doubts = (schema: unknown) =>
        unknownFields({
          document: withSchema(alone, topic, schema),
          nodes: definitions,
          others: { published: new Set<string>(), consumed: new Set<string>() },
        }).map(({ message }) => message);
      const known = new Set(doubts(before));
      return doubts(after)
        .filter((message) => !known.has(message))
        .map((message) => ({ consumer: consumer.name, message }));
    });
}

/**
 * What would break if a JSON Schema became the next version of a subject: how many of the last events of its topics,
 * which expressions of consumers, which samples; and who reads those topics at all. Drafts are looked at, too.
 * @throws AppError `bad-input` when the schema cannot be read
 */
export const blastRadius = useCase(
  "schema.read",
  z.object({
    subject: subjectSchema,
    text: schemaSourceSchema.shape.text,
    references: referencesSchema.default([]),
    last: z.number().int().min(1).max(1_000).default(500),
  }),
  async (deps, actor, { subject, text, references, last }): Promise<BlastRadius> => {
    const { db } = deps;
    const { workspaceId } = actor;
    const source = { text, format: "JSON" as const, references };
    const schema = await readSchema(db, workspaceId, source);
    checkUsable(schema);
    const [latest] = await readVersions(db, workspaceId, subject, { limit: 1 });
    const topics = await db.topic.findMany({
      where: {
        workspaceId,
        OR: [
          { gate: { is: { subject } } },
          { name: subject, OR: [{ gate: { is: null } }, { gate: { is: { subject: null } } }] },
        ],
      },
      orderBy: { name: "asc" },
      take: maxTopics + 1,
      select: { name: true },
    });
    const names = topics.slice(0, maxTopics).map(({ name }) => name);
    const trials: BlastRadius["topics"][number][] = [];
    for (const topic of names)
      trials.push({ topic, ...(await tryOnEvents(deps, actor, { ...source, topic, last })) });
    const flows = await db.flow.findMany({
      where: { workspaceId, deletedAt: null },
      orderBy: { name: "asc" },
      take: maxFlows + 1,
      select: { slug: true, name: true, draft: true },
    });
    const before: unknown = latest?.format === "JSON" ? JSON.parse(latest.text) : undefined;
    const after: unknown = JSON.parse(text);
    const isTold = before !== undefined && namesEveryField(readDesign(after));
    const validator = validatorOf(schema);
    const found = flows.slice(0, maxFlows).flatMap(({ slug, name, draft }) => {
      const document = storedDocument(draft);
      return names.map((topic) => ({
        flow: { slug, name },
        readers: document.consumers
          .filter(({ when }) => when.includes(topic))
          .map((consumer) => consumer.name),
        expressions: isTold
          ? brokenExpressions(document, topic, before, after).map((use) => ({
              flowSlug: slug,
              flowName: name,
              ...use,
            }))
          : [],
        samples: document.samples
          .filter((sample) => sample.topic === topic)
          .flatMap((sample): BrokenUse[] => {
            const [failure] = validator.check(sample.data);
            if (failure === undefined) return [];
            const message = `The sample *${sample.name}*: ${failure.message}`;
            return [{ flowSlug: slug, flowName: name, consumer: null, message }];
          }),
      }));
    });
    return {
      topics: trials,
      flows: found
        .filter(({ readers }) => readers.length > 0)
        .map(({ flow, readers }) => ({ ...flow, consumers: readers })),
      expressions: found.flatMap(({ expressions }) => expressions).slice(0, maxUses),
      samples: found.flatMap(({ samples }) => samples).slice(0, maxUses),
      isCut: topics.length > maxTopics || flows.length > maxFlows,
    };
  },
);
