import * as z from "zod";
import { asyncApiText, type TextFormat, textFormats } from "@/flow/asyncapi/document-text";
import { readAsyncApi } from "@/flow/asyncapi/read-document";
import { type ExportedTopic, writeAsyncApi } from "@/flow/asyncapi/write-document";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import type { FlowDocument } from "@/flow/document/flow-document";
import { definitions } from "@/nodes/registry/definitions.gen";
import { AppError } from "../app-error";
import type { Actor } from "../auth/actor";
import type { Deps } from "../deps";
import { type FoundFlow, findFlow } from "../flows/find-flow";
import { findRevision } from "../flows/find-revision";
import { storedDocument } from "../flows/stored-document";
import { useCase } from "../use-case";
import { exportedSchemas } from "./exported-schemas";

const formatSchema = z.enum(textFormats).default("yaml");

/** Topics of these names, and all others of the workspace if wanted, with the schemas that their events are held to. */
async function topicsOf(
  deps: Deps,
  { workspaceId }: Actor,
  flows: readonly FlowDocument[],
  isWhole: boolean,
): Promise<ExportedTopic[]> {
  const names = new Set(flows.flatMap((flow) => topicNamesOf(flow, definitions)));
  const rows = await deps.db.topic.findMany({
    where: { workspaceId, ...(isWhole ? {} : { name: { in: [...names] } }) },
    orderBy: { name: "asc" },
    select: { name: true, description: true, gate: { select: { subject: true } } },
  });
  const stored = new Map(rows.map((row) => [row.name, row]));
  for (const { name } of rows) names.add(name);
  const subjectOf = (name: string) => stored.get(name)?.gate?.subject ?? name;
  const schemas = await exportedSchemas(deps, workspaceId, [...names].map(subjectOf));
  const cards = new Map(flows.flatMap((flow) => flow.topics.map((card) => [card.name, card.description])));
  return [...names].map((name) => ({
    name,
    description: cards.get(name) ?? stored.get(name)?.description ?? undefined,
    schema: schemas.get(subjectOf(name)),
  }));
}

/** The text that a flow was imported from. */
async function originalOf({ db }: Deps, flow: FoundFlow): Promise<string | undefined> {
  if (flow.asyncApiDocumentId === null) return undefined;
  return (await db.asyncApiDocument.findUniqueOrThrow({ where: { id: flow.asyncApiDocumentId } })).text;
}

/**
 * The AsyncAPI document that a flow was imported from, to the letter.
 * @throws AppError `not-found`, also for a flow that was not imported from one
 */
export const originalAsyncApi = useCase(
  "flow.read",
  z.object({ flow: z.string() }),
  async (deps, actor, { flow: slug }) => {
    const flow = await findFlow(deps.db, actor, slug);
    const text = await originalOf(deps, flow);
    if (text === undefined)
      throw new AppError("not-found", `${flow.name} was not imported from an AsyncAPI document.`);
    const format: TextFormat = text.trimStart().startsWith("{") ? "json" : "yaml";
    return { fileName: `${flow.slug}.original.${format}`, text };
  },
);

/**
 * A flow as an AsyncAPI document: the draft, or a revision by its number. Two exports of the same are the same text. What
 * the document that it was imported from says beyond flows, topics and schemas stands in it too.
 * @throws AppError `not-found`
 */
export const exportFlowAsyncApi = useCase(
  "flow.read",
  z.object({ flow: z.string(), revision: z.int().min(1).optional(), format: formatSchema }),
  async (deps, actor, { flow: slug, revision, format }) => {
    const flow = await findFlow(deps.db, actor, slug);
    const stored =
      revision === undefined ? flow.draft : (await findRevision(deps.db, flow.id, revision)).document;
    const document = storedDocument(stored);
    const original = await originalOf(deps, flow);
    const written = writeAsyncApi(
      {
        title: document.name,
        original: original === undefined ? undefined : readAsyncApi(original, definitions).proposal,
        version: revision === undefined ? "draft" : String(revision),
        description: document.description,
        flows: [document],
        topics: await topicsOf(deps, actor, [document], false),
      },
      definitions,
    );
    return { fileName: `${flow.slug}.asyncapi.${format}`, text: asyncApiText(written, format) };
  },
);

/** All flows of a workspace, as they are drawn, and all its topics as one AsyncAPI document. */
export const exportWorkspaceAsyncApi = useCase(
  "flow.read",
  z.object({ format: formatSchema }),
  async (deps, actor, { format }) => {
    const workspace = await deps.db.workspace.findUniqueOrThrow({ where: { id: actor.workspaceId } });
    const rows = await deps.db.flow.findMany({
      where: { workspaceId: actor.workspaceId, deletedAt: null },
      orderBy: { slug: "asc" },
      select: { draft: true },
    });
    const flows = rows.map(({ draft }) => storedDocument(draft));
    const written = writeAsyncApi(
      { title: workspace.name, version: "draft", flows, topics: await topicsOf(deps, actor, flows, true) },
      definitions,
    );
    return { fileName: `${workspace.slug}.asyncapi.${format}`, text: asyncApiText(written, format) };
  },
);
