import type { Metadata } from "next";
import { ApiKeysSection } from "@/app/_settings/api-keys/api-keys-section";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

export const metadata: Metadata = { title: "API keys" };

interface ApiKeysPageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function ApiKeysPage({ params }: ApiKeysPageProps) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.apiKeys.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <ApiKeysSection workspace={workspace} />
    </Hydrate>
  );
}
