import type { Metadata } from "next";
import { EventsView } from "@/app/_live/events/events-view";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  return <EventsView workspace={workspace} />;
}
