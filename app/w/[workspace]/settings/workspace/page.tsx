import type { Metadata } from "next";
import { WorkspaceSection } from "@/app/_settings/workspace/workspace-section";

export const metadata: Metadata = { title: "Workspace" };

interface WorkspacePageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function WorkspacePage({ params }: WorkspacePageProps) {
  return <WorkspaceSection workspace={(await params).workspace} />;
}
