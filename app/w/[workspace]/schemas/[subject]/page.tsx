import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { SchemaPage } from "@/app/_schemas/schema-page";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { subjectSchema } from "@/server/schemas/schema-names";

const paramsSchema = z.object({
  workspace: z.string(),
  subject: z.string().transform(decodeURIComponent).pipe(subjectSchema),
});

interface Props {
  readonly params: Promise<{ workspace: string; subject: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const parsed = paramsSchema.safeParse(await params);
  return { title: parsed.success ? `${parsed.data.subject} · Schemas` : "Schema" };
}

export default async function OneSchemaPage({ params }: Props) {
  const parsed = paramsSchema.safeParse(await params);
  if (!parsed.success) notFound();
  await getQueryClient().prefetchQuery(trpc.schemas.list.queryOptions({ workspace: parsed.data.workspace }));
  return (
    <Hydrate>
      <SchemaPage {...parsed.data} />
    </Hydrate>
  );
}
