import type { Metadata } from "next";
import { MembersSection } from "@/app/_settings/members/members-section";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

export const metadata: Metadata = { title: "Members" };

interface MembersPageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function MembersPage({ params }: MembersPageProps) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.members.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <MembersSection workspace={workspace} />
    </Hydrate>
  );
}
