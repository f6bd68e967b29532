import type { Metadata } from "next";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { TemplatesView } from "./templates-view";

export const metadata: Metadata = { title: "Templates" };

interface TemplatesPageProps {
  readonly params: Promise<{ workspace: string }>;
}

export default async function TemplatesPage({ params }: TemplatesPageProps) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.templates.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <TemplatesView workspace={workspace} />
    </Hydrate>
  );
}
