import * as z from "zod";
import { topicNamesOf } from "@/flow/compile/topic-names-of";
import type { FlowDocument } from "@/flow/document/flow-document";
import { readDesign } from "@/flow/schema-design/read-design";
import { parseSchemaText } from "@/flow/schema-design/write-design";
import { type FieldRename, fieldRenames } from "@/flow/typed/field-renames";
import { type RenamedUse, renamedUses, renameUses } from "@/flow/typed/rename-uses";
import { shownPath } from "@/flow/typed/typed-flow";
import { definitions } from "@/nodes/registry/definitions.gen";
import type { Prisma } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { recordAudit } from "../audit/record";
import { findFlow } from "../flows/find-flow";
import { writeDraft } from "../flows/save-draft";
import { storedDocument } from "../flows/stored-document";
import { useCase } from "../use-case";
import { schemaSourceSchema, subjectSchema } from "./schema-names";
import { readVersions } from "./stored-schema";
import { readTopicSchemas } from "./topic-schemas";
import { topicsOfSubject } from "./topics-of-subject";

const maxTopics = 50;
const maxFlows = 200;
const pathSchema = z
  .array(z.union([z.string().max(200), z.number().int().min(0)]))
  .min(2)
  .max(20);

/** A field with another name, and who uses the old one in drafts. */
export interface RenameOffer {
  readonly from: FieldRename["from"];
  readonly to: FieldRename["to"];
  /** As people write them: `customer.mail`. */
  readonly fromText: string;
  readonly toText: string;
  readonly flows: readonly {
    readonly slug: string;
    readonly name: string;
    /** Of the draft that was looked at. */
    readonly version: number;
    readonly uses: readonly RenamedUse[];
  }[];
}

type Store = Pick<Prisma.TransactionClient, "topic" | "schemaVersion" | "schemaText">;

async function searchIn(
  store: Store,
  workspaceId: string,
  document: FlowDocument,
  topics: readonly string[],
) {
  const schemas = await readTopicSchemas(store, workspaceId, topicNamesOf(document, definitions));
  return { document, nodes: definitions, schemas, topics: new Set(topics) };
}

function designOf(text: string | undefined) {
  const parsed = text === undefined ? undefined : parseSchemaText(text);
  return parsed !== undefined && "schema" in parsed ? readDesign(parsed.schema) : undefined;
}

/**
 * Fields that have another name in a draft of a schema than in its latest version, or in the latest than in the one
 * before it, with everything in drafts of flows that still uses the old name. Renames without a use are left out.
 */
export const renameOffers = useCase(
  "schema.read",
  z.object({ subject: subjectSchema, text: schemaSourceSchema.shape.text }),
  async ({ db }, { workspaceId }, { subject, text }): Promise<RenameOffer[]> => {
    const [latest, previous] = await readVersions(db, workspaceId, subject, { limit: 2 });
    if (latest?.format !== "JSON") return [];
    const [was, is, next] = [designOf(previous?.text), designOf(latest.text), designOf(text)];
    const renames = [
      ...(was && is ? fieldRenames(was, is) : []),
      ...(is && next ? fieldRenames(is, next) : []),
    ];
    if (renames.length === 0) return [];
    const topics = await topicsOfSubject(db, workspaceId, subject, maxTopics);
    const flows = await db.flow.findMany({
      where: { workspaceId, deletedAt: null },
      orderBy: { name: "asc" },
      take: maxFlows,
      select: { slug: true, name: true, draft: true, draftVersion: true },
    });
    const offers = renames.map((rename) => ({
      ...rename,
      fromText: shownPath(rename.from),
      toText: shownPath(rename.to),
      flows: [] as RenameOffer["flows"][number][],
    }));
    for (const { slug, name, draft, draftVersion: version } of flows) {
      const search = await searchIn(db, workspaceId, storedDocument(draft), topics);
      for (const offer of offers) {
        const uses = renamedUses(search, offer);
        if (uses.length > 0) offer.flows.push({ slug, name, version, uses });
      }
    }
    return offers.filter((offer) => offer.flows.length > 0);
  },
);

/**
 * Lets the draft of a flow use a field under its new name, as one change; what runs stays as it is. Consumers that also
 * react to topics with the old name are left alone.
 * @throws AppError `not-found`; `conflict` when the draft is not at `version` any more
 */
export const renameFieldUses = useCase(
  "flow.edit",
  z.object({
    subject: subjectSchema,
    flow: z.string(),
    version: z.int().min(1),
    from: pathSchema,
    to: pathSchema,
  }),
  async (deps, actor, { subject, flow: slug, version, from, to }): Promise<{ readonly version: number }> => {
    if (from[0] !== "data" || to[0] !== "data" || from.length !== to.length)
      throw new AppError("bad-input", "A field is renamed where it stands.");
    const topics = await topicsOfSubject(deps.db, actor.workspaceId, subject, maxTopics);
    return deps.db.$transaction(async (tx) => {
      const flow = await findFlow(tx, actor, slug);
      const search = await searchIn(tx, actor.workspaceId, storedDocument(flow.draft), topics);
      const document = renameUses(search, { from, to });
      if (document === search.document && version === flow.draftVersion) return { version };
      const saved = await writeDraft(tx, deps, actor, flow, version, document);
      await recordAudit(tx, actor, "flow.field-renamed", flow.name, {
        subject,
        from: shownPath(from),
        to: shownPath(to),
      });
      return { version: saved.version };
    });
  },
);
