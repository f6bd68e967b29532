import type { Metadata } from "next";
import { CredentialsSection } from "@/app/_settings/credentials/credentials-section";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

export const metadata: Metadata = { title: "Credentials" };

interface CredentialsPageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function CredentialsPage({ params }: CredentialsPageProps) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.credentials.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <CredentialsSection workspace={workspace} />
    </Hydrate>
  );
}
