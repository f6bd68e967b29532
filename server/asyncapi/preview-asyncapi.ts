import * as z from "zod";
import type { AsyncApiProblem } from "@/flow/asyncapi/problem";
import { maxAsyncApiLength } from "@/flow/asyncapi/read-text";
import type { SchemaFormat } from "@/flow/schema/failure";
import { freeFlowName } from "../flows/free-slug";
import { useCase } from "../use-case";
import { readGiven } from "./read-given";
import { type SchemaOutlook, schemaOutlook } from "./schema-outlook";

/** A document that is imported: its text, YAML or JSON. */
export const asyncApiInput = z.object({
  text: z
    .string()
    .min(1, "There is nothing to import.")
    .max(maxAsyncApiLength, "An AsyncAPI document has at most 1 MB."),
});

/** What importing a document would make, and what of it cannot be taken over. */
export interface AsyncApiPreview {
  readonly title: string;
  /** Of AsyncAPI. */
  readonly version: string;
  readonly topics: readonly {
    readonly name: string;
    /** Name of the channel in the document. */
    readonly channel: string;
    readonly isNew: boolean;
    readonly subject: string | null;
  }[];
  readonly schemas: readonly (SchemaOutlook & { readonly subject: string; readonly format: SchemaFormat })[];
  readonly flows: readonly {
    /** With a number behind it when there is such a flow. */
    readonly name: string;
    readonly producers: number;
    readonly consumers: number;
  }[];
  readonly problems: readonly AsyncApiProblem[];
}

/**
 * Says what importing an AsyncAPI document would make; changes nothing.
 * @throws AppError `bad-input` when it is no AsyncAPI document, or one that cannot be read at all
 */
export const previewAsyncApi = useCase(
  "flow.edit",
  asyncApiInput,
  async (deps, actor, { text }): Promise<AsyncApiPreview> => {
    const { workspaceId } = actor;
    const { title, version, topics, schemas, flows, problems } = await readGiven(text);
    const present = await deps.db.topic.findMany({
      where: { workspaceId, name: { in: topics.map(({ name }) => name) } },
      select: { name: true },
    });
    const known = new Set(present.map(({ name }) => name));
    const outlooks: AsyncApiPreview["schemas"][number][] = [];
    // One after the other: compiling schemas of a stranger keeps one processor busy, not all.
    for (const schema of schemas)
      outlooks.push({
        subject: schema.subject,
        format: schema.format,
        ...(await schemaOutlook(deps, workspaceId, schema)),
      });
    const drawn: AsyncApiPreview["flows"][number][] = [];
    for (const { name, producers, consumers } of flows) {
      const others = drawn.map((flow) => flow.name);
      drawn.push({
        name: await freeFlowName(deps.db, actor, name, others),
        producers: producers.length,
        consumers: consumers.length,
      });
    }
    return {
      title,
      version,
      topics: topics.map(({ name, channel, subject }) => ({
        name,
        channel,
        isNew: !known.has(name),
        subject: subject ?? null,
      })),
      schemas: outlooks,
      flows: drawn,
      problems,
    };
  },
);
