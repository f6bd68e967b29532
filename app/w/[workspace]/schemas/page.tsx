import type { Metadata } from "next";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { SchemasView } from "./schemas-view";

export const metadata: Metadata = { title: "Schemas" };

export default async function SchemasPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.schemas.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <SchemasView workspace={workspace} />
    </Hydrate>
  );
}
