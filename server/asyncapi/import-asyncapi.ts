import type { ProposedSchema, ProposedTopic } from "@/flow/asyncapi/read-document";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { freeFlowName } from "../flows/free-slug";
import { makeFlowIn, refuseTakenSlug } from "../flows/make-flow";
import { registerSchema } from "../schemas/register-schema";
import { ensureTopics } from "../topics/ensure-topics";
import { useCase } from "../use-case";
import { asyncApiInput } from "./preview-asyncapi";
import { readGiven } from "./read-given";

/** What importing a document made. */
export interface ImportedAsyncApi {
  /** Names of the topics that are new. */
  readonly topics: readonly string[];
  readonly schemas: readonly {
    readonly subject: string;
    readonly version: number;
    readonly isNew: boolean;
  }[];
  /** Schemas that the rules of their subjects did not let in. */
  readonly refused: readonly { readonly subject: string; readonly sentence: string }[];
  readonly flows: readonly { readonly slug: string; readonly name: string }[];
}

/** Long enough for the largest document that is read. */
const timeout = 30_000;

async function makeTopics(
  tx: Prisma.TransactionClient,
  actor: Actor,
  topics: readonly ProposedTopic[],
): Promise<string[]> {
  const { workspaceId } = actor;
  const names = topics.map(({ name }) => name);
  const present = await tx.topic.findMany({
    where: { workspaceId, name: { in: names } },
    select: { name: true },
  });
  const known = new Set(present.map(({ name }) => name));
  const ids = await ensureTopics(tx, workspaceId, topics);
  const made = names.filter((name) => !known.has(name));
  for (const name of made) await recordAudit(tx, actor, "topic.created", name);
  // Only new topics: what others are held to is somebody's choice.
  const subjects = topics.flatMap(({ name, subject }) => {
    const topicId = ids[name];
    return known.has(name) || topicId === undefined || subject === undefined || subject === name
      ? []
      : [{ topicId, subject }];
  });
  await tx.topicGate.createMany({ data: subjects, skipDuplicates: true });
  return made;
}

/**
 * Registers one schema after the other, each in a transaction of its own: compiling takes its time, and nobody who sends or registers
 * is to wait for it.
 */
async function registerAll(deps: Deps, actor: Actor, schemas: readonly ProposedSchema[]) {
  const registered: ImportedAsyncApi["schemas"][number][] = [];
  const refused: ImportedAsyncApi["refused"][number][] = [];
  for (const { subject, format, text, references } of schemas) {
    try {
      const source = { subject, format, text, references: [...references] };
      const { version, isNew } = await registerSchema(deps, actor, source);
      registered.push({ subject, version, isNew });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ subject, sentence: error.message });
    }
  }
  return { registered, refused };
}

/**
 * Makes what an AsyncAPI document describes: topics that do not exist, schemas as the next versions of their subjects, and flows as
 * drafts. Nothing is deployed. Schemas come first, then all the rest or nothing of it; imported again, a document makes no topic and no
 * version twice, and the flows once more under another name.
 * @throws AppError `bad-input` when it is no AsyncAPI document, or one that cannot be read at all
 */
export const importAsyncApi = useCase(
  "flow.edit",
  asyncApiInput,
  async (deps, actor, { text }): Promise<ImportedAsyncApi> => {
    const { title, topics, schemas, flows } = await readGiven(text);
    const { registered, refused } = await registerAll(deps, actor, schemas);
    const making = deps.db.$transaction(
      async (tx) => {
        const made = await makeTopics(tx, actor, topics);
        const { id: asyncApiDocumentId } = await tx.asyncApiDocument.create({
          data: { workspaceId: actor.workspaceId, text, createdBy: actor.name },
        });
        const drawn: ImportedAsyncApi["flows"][number][] = [];
        for (const document of flows) {
          const name = await freeFlowName(tx, actor, document.name);
          const { slug } = await makeFlowIn(
            tx,
            deps.env,
            actor,
            { ...document, name },
            { asyncApiDocumentId },
          );
          drawn.push({ slug, name });
        }
        await recordAudit(tx, actor, "asyncapi.imported", title, {
          topics: made.length,
          schemas: registered.filter(({ isNew }) => isNew).length,
          flows: drawn.length,
        });
        return { topics: made, schemas: registered, refused, flows: drawn };
      },
      { timeout },
    );
    return refuseTakenSlug(making);
  },
);
