import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditSection } from "@/app/_settings/audit/audit-section";

export const metadata: Metadata = { title: "Audit" };

interface AuditPageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function AuditPage({ params }: AuditPageProps) {
  return (
    <Suspense>
      <AuditSection workspace={(await params).workspace} />
    </Suspense>
  );
}
