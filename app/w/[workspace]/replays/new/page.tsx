import type { Metadata } from "next";
import { NewReplay } from "@/app/_live/replays/new-replay";

export const metadata: Metadata = { title: "New replay" };

export default async function NewReplayPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  return <NewReplay workspace={workspace} />;
}
