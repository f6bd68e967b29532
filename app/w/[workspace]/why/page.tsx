import type { Metadata } from "next";
import { WhyPage } from "@/app/_live/why/why-page";

export const metadata: Metadata = { title: "Why" };

interface Props {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<{ q?: string | string[] }>;
}

export default async function WhyRoute({ params, searchParams }: Props) {
  const [{ workspace }, { q }] = await Promise.all([params, searchParams]);
  const question = typeof q === "string" ? q.trim().slice(0, 500) : "";
  return <WhyPage key={question} workspace={workspace} question={question} />;
}
