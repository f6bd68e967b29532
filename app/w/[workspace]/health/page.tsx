import type { Metadata } from "next";
import { HealthPage } from "@/app/_health/health-page";

export const metadata: Metadata = { title: "Health" };

export default async function Health({ params }: { readonly params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  return <HealthPage workspace={workspace} />;
}
