import type { Metadata } from "next";
import { AccountSection } from "@/app/_settings/account/account-section";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const cache = getQueryClient();
  await Promise.all([
    cache.prefetchQuery(trpc.account.me.queryOptions()),
    cache.prefetchQuery(trpc.account.sessions.queryOptions()),
  ]);
  return (
    <Hydrate>
      <AccountSection />
    </Hydrate>
  );
}
