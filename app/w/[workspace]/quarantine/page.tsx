import type { Metadata } from "next";
import { Quarantine } from "@/app/_quarantine/quarantine";

export const metadata: Metadata = { title: "Quarantine" };

export default async function QuarantinePage({
  params,
}: {
  readonly params: Promise<{ workspace: string }>;
}) {
  const { workspace } = await params;
  return <Quarantine workspace={workspace} />;
}
