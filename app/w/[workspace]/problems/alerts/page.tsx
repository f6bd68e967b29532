import type { Metadata } from "next";
import { AlertsPage } from "@/app/_live/alerts/alerts-page";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsRoute({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.alerts.list.queryOptions({ workspace }));
  return (
    <Hydrate>
      <AlertsPage workspace={workspace} />
    </Hydrate>
  );
}
