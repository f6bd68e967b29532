import type { Metadata } from "next";
import { DeadLetters } from "@/app/_live/dead-letters/dead-letters";

export const metadata: Metadata = { title: "Dead letters" };

export default async function DeadLettersPage({
  params,
}: {
  readonly params: Promise<{ workspace: string }>;
}) {
  const { workspace } = await params;
  return <DeadLetters workspace={workspace} />;
}
