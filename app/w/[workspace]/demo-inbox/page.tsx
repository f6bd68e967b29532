import type { Metadata } from "next";
import { DemoInbox } from "@/app/_live/demo-inbox";

export const metadata: Metadata = { title: "Demo inbox" };

export default async function DemoInboxPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  return <DemoInbox workspace={workspace} />;
}
