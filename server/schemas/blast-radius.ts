import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import { isSame } from "@/flow/diff/is-same";
import type { FlowDocument } from "@/flow/document/flow-document";
import { brokenUses } from "@/flow/typed/broken-uses";
import { readShape } from "@/flow/typed/read-shape";
import type { TopicSchemas } from "@/flow/typed/shape";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Deps } from "../deps";
import { storedDocument } from "../flows/stored-document";
import { useCase } from "../use-case";
import { failuresOf } from "./hold-to-schema";
import type { Validator } from "./json-validator";
import { keptPayloads } from "./kept-payloads";
import { readSchema } from "./read-schema";
import { referencesSchema, schemaSourceSchema, subjectSchema } from "./schema-names";
import { readTopicSchemas } from "./topic-schemas";
import { topicsOfSubject } from "./topics-of-subject";
import { type EventTrial, tryOnEvents } from "./try-on-events";
import { checkUsable, validatorOf } from "./validator";

/** Something of a flow that would not fit any more. */
export interface BrokenUse {
  readonly flowSlug: string;
  readonly flowName: string;
  /** Of the consumer that uses the field; null for a sample. */
  readonly consumer: string | null;
  /** What breaks, as a sentence. */
  readonly message: string;
  /** Where it stands: in what runs, in what is only drawn, or in both. */
  readonly where: "draft" | "live" | "both";
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
  /** Of what was kept of producers before their first deployment. */
  readonly kept: { readonly checked: number; readonly unfit: number };
  /** There are more topics or flows than were looked at. */
  readonly isCut: boolean;
}

/** So many topics and flows are looked at. */
const maxTopics = 5;
const maxFlows = 200;
const maxUses = 100;

type Use = Omit<BrokenUse, "where" | "flowSlug" | "flowName">;

/** The same sentence of the draft and of what runs is one. */
function joined(draft: readonly Use[], live: readonly Use[] | undefined): (Use & Pick<BrokenUse, "where">)[] {
  const keyOf = ({ consumer, message }: Use) => JSON.stringify([consumer, message]);
  const inDraft = new Set(draft.map(keyOf));
  const inLive = new Set(live?.map(keyOf));
  return [
    ...draft.map((use) => ({
      ...use,
      where: inLive.has(keyOf(use)) ? ("both" as const) : ("draft" as const),
    })),
    ...(live ?? [])
      .filter((use) => !inDraft.has(keyOf(use)))
      .map((use) => ({ ...use, where: "live" as const })),
  ];
}

/** Whether what was kept of producers that fill one of the topics fits. */
async function tryKept(
  { pool }: Pick<Deps, "pool">,
  workspaceId: string,
  producers: readonly { readonly flowId: string; readonly nodeId: string }[],
  validator: Validator,
): Promise<BlastRadius["kept"]> {
  const kept = await keptPayloads(pool, workspaceId, producers);
  const unfit = kept.filter(({ contentType, data }) => failuresOf(validator, contentType, data).length > 0);
  return { checked: kept.length, unfit: unfit.length };
}

/**
 * What would break if a JSON Schema became the next version of a subject: how many of the last events of its topics,
 * which expressions of consumers and events that they publish, which samples; and who reads those topics at all. Both
 * what runs and what is only drawn are looked at.
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
    const validator = validatorOf(schema);
    const shape = schema.format === "JSON" ? readShape(schema.document) : undefined;
    const topics = await topicsOfSubject(db, workspaceId, subject, maxTopics + 1);
    const names = topics.slice(0, maxTopics);
    const trials: BlastRadius["topics"][number][] = [];
    for (const topic of names)
      trials.push({ topic, ...(await tryOnEvents(deps, actor, { ...source, topic, last })) });
    const flows = await db.flow.findMany({
      where: { workspaceId, deletedAt: null },
      orderBy: { name: "asc" },
      take: maxFlows + 1,
      select: { id: true, slug: true, name: true, draft: true, liveRevision: { select: { document: true } } },
    });
    const read = flows.slice(0, maxFlows).map(({ draft, liveRevision, ...flow }) => {
      const document = storedDocument(draft);
      const live = liveRevision === null ? undefined : storedDocument(liveRevision.document);
      return { flow, document, live: live !== undefined && isSame(live, document) ? document : live };
    });
    const all = read.flatMap(({ document, live }) => [document, ...(live === undefined ? [] : [live])]);
    const change = await changeOf(deps, workspaceId, all, names, shape);
    const lookAt = ({ flow, document, live }: (typeof read)[number]) => {
      const named = ({ samples }: FlowDocument): Use[] =>
        samples
          .filter((sample) => names.includes(sample.topic))
          .flatMap((sample) => {
            const [failure] = validator.check(sample.data);
            const message = `The sample *${sample.name}*: ${failure?.message}`;
            return failure === undefined ? [] : [{ consumer: null, message }];
          });
      const broken = (one: FlowDocument): Use[] =>
        change === undefined
          ? []
          : brokenUses(one, definitions, change).map(({ consumer, message }) => ({ consumer, message }));
      const of = (uses: (one: FlowDocument) => Use[]) =>
        joined(uses(document), live && (live === document ? uses(document) : uses(live))).map((use) => ({
          flowSlug: flow.slug,
          flowName: flow.name,
          ...use,
        }));
      const readers = [document, ...(live === undefined ? [] : [live])].flatMap(({ consumers }) =>
        consumers.filter(({ when }) => when.some((topic) => names.includes(topic))).map(({ name }) => name),
      );
      return { flow, readers: [...new Set(readers)], expressions: of(broken), samples: of(named) };
    };
    const found: ReturnType<typeof lookAt>[] = [];
    for (const one of read) {
      found.push(lookAt(one));
      // Others have their turn between two flows.
      await nextTurn();
    }
    const producers = read.flatMap(({ flow, document }) =>
      document.producers
        .filter(({ topic }) => topic !== undefined && names.includes(topic))
        .map(({ id }) => ({ flowId: flow.id, nodeId: id })),
    );
    return {
      topics: trials,
      flows: found
        .filter(({ readers }) => readers.length > 0)
        .map(({ flow: { slug, name }, readers }) => ({ slug, name, consumers: readers })),
      expressions: found.flatMap(({ expressions }) => expressions).slice(0, maxUses),
      samples: found.flatMap(({ samples }) => samples).slice(0, maxUses),
      kept: await tryKept(deps, workspaceId, producers, validator),
      isCut: topics.length > maxTopics || flows.length > maxFlows,
    };
  },
);

/** The schemas of all topics as they are and as they would be; nothing where the new one says nothing of fields. */
async function changeOf(
  { db }: Pick<Deps, "db">,
  workspaceId: string,
  documents: readonly FlowDocument[],
  topics: readonly string[],
  shape: ReturnType<typeof readShape> | undefined,
) {
  if (shape === undefined || topics.length === 0) return undefined;
  const names = new Set([...topics, ...documents.flatMap((one) => topicNamesOf(one, definitions))]);
  const before = await readTopicSchemas(db, workspaceId, [...names]);
  const after: TopicSchemas = new Map([
    ...before,
    ...topics.map((topic) => {
      const now = before.get(topic) ?? { subject: topic, version: 0, gate: "off" as const };
      return [topic, { ...now, shape }] as const;
    }),
  ]);
  return { topics: new Set(topics), before, after };
}
