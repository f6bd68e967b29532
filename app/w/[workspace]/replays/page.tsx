import type { Metadata } from "next";
import { Replays } from "@/app/_live/replays/replays";

export const metadata: Metadata = { title: "Replays" };

export default async function ReplaysPage({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  return <Replays workspace={workspace} />;
}
