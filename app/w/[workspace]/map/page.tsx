import type { Metadata } from "next";
import { getQueryClient, Hydrate, trpc } from "@/app/_trpc/server";
import { MapView } from "./map-view";

export const metadata: Metadata = { title: "Map" };

export default async function MapPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  await getQueryClient().prefetchQuery(trpc.map.get.queryOptions({ workspace }));
  return (
    <Hydrate>
      <MapView workspace={workspace} />
    </Hydrate>
  );
}
