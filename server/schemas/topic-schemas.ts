import * as z from "zod";
import { gates, schemaFormats } from "@/flow/schema/failure";
import { readShape } from "@/flow/typed/read-shape";
import type { Shape, TopicSchema, TopicSchemas } from "@/flow/typed/shape";
import type { Prisma, PrismaClient } from "@/prisma/generated/client";
import { AppError } from "../app-error";
import { useCase } from "../use-case";
import { readSchema } from "./read-schema";
import { referencesSchema } from "./schema-names";

type Store =
  | Pick<PrismaClient, "topic" | "schemaVersion" | "schemaText">
  | Pick<Prisma.TransactionClient, "topic" | "schemaVersion" | "schemaText">;

const gateRow = z.object({
  name: z.string(),
  gate: z.object({ gate: z.enum(gates), subject: z.string().nullable() }).nullable(),
});
const textRow = z.object({ format: z.enum(schemaFormats), text: z.string(), refs: referencesSchema });

/** What was read of schemas, by workspace and text; a text never changes. */
const shapes = new Map<string, Shape | undefined>();
const maxCached = 500;

async function shapeOf(store: Store, workspaceId: string, textId: number): Promise<Shape | undefined> {
  const key = `${workspaceId} ${textId}`;
  if (shapes.has(key)) return shapes.get(key);
  const { format, text, refs } = textRow.parse(
    await store.schemaText.findUniqueOrThrow({ where: { id: textId, workspaceId } }),
  );
  const shape = format === "JSON" ? await readJsonShape(store, workspaceId, text, refs) : undefined;
  if (shapes.size >= maxCached) shapes.clear();
  shapes.set(key, shape);
  return shape;
}

async function readJsonShape(
  store: Store,
  workspaceId: string,
  text: string,
  references: z.infer<typeof referencesSchema>,
): Promise<Shape | undefined> {
  try {
    const schema = await readSchema(store, workspaceId, { format: "JSON", text, references });
    return schema.format === "JSON" ? readShape(schema.document) : undefined;
  } catch (error) {
    // A schema that cannot be read any more says nothing about a flow; the registry shows why.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/**
 * The latest schemas of topics by their names, those of topics that do not exist yet too. Only JSON Schema; what is
 * deeper or longer than a shape holds is left open.
 */
export async function readTopicSchemas(
  store: Store,
  workspaceId: string,
  names: readonly string[],
): Promise<TopicSchemas> {
  if (names.length === 0) return new Map();
  const rows = z.array(gateRow).parse(
    await store.topic.findMany({
      where: { workspaceId, name: { in: [...names] } },
      select: { name: true, gate: { select: { gate: true, subject: true } } },
    }),
  );
  const gateOf = new Map(rows.map(({ name, gate }) => [name, gate]));
  const subjectOf = (name: string) => gateOf.get(name)?.subject ?? name;
  const versions = await store.schemaVersion.findMany({
    where: { workspaceId, subject: { in: [...new Set(names.map(subjectOf))] }, deletedAt: null },
    orderBy: [{ subject: "asc" }, { version: "desc" }],
    distinct: ["subject"],
    select: { subject: true, version: true, textId: true },
  });
  const latest = new Map(versions.map((version) => [version.subject, version]));
  const schemas = new Map<string, TopicSchema>();
  for (const name of names) {
    const subject = subjectOf(name);
    const found = latest.get(subject);
    const shape = found && (await shapeOf(store, workspaceId, found.textId));
    if (found === undefined || shape === undefined) continue;
    schemas.set(name, { subject, version: found.version, gate: gateOf.get(name)?.gate ?? "off", shape });
  }
  return schemas;
}

/** What the events of topics are held to, for everything that is checked while a flow is drawn. */
export const topicSchemas = useCase(
  "schema.read",
  z.object({ topics: z.array(z.string().max(200)).max(200) }),
  async ({ db }, { workspaceId }, { topics }): Promise<(TopicSchema & { readonly topic: string })[]> => {
    const schemas = await readTopicSchemas(db, workspaceId, topics);
    return [...schemas].map(([topic, schema]) => ({ topic, ...schema }));
  },
);
