import type { Metadata } from "next";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { FlowsView } from "./flows-view";

export const metadata: Metadata = { title: "Flows" };

export default async function FlowsPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.flows.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <FlowsView workspace={workspace} />
    </Hydrate>
  );
}
