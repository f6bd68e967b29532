import type { Metadata } from "next";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { TopicsView } from "./topics-view";

export const metadata: Metadata = { title: "Topics" };

export default async function TopicsPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.topics.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <TopicsView workspace={workspace} />
    </Hydrate>
  );
}
