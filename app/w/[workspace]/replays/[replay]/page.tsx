import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { ReplayPage } from "@/app/_live/replays/replay-page";

export const metadata: Metadata = { title: "Replay" };

interface Props {
  readonly params: Promise<{ workspace: string; replay: string }>;
}

export default async function OneReplayPage({ params }: Props) {
  const { workspace, replay } = await params;
  if (!z.uuid().safeParse(replay).success) notFound();
  return <ReplayPage workspace={workspace} id={replay} />;
}
