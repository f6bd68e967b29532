import type { Metadata } from "next";
import { AlertsPage } from "@/app/_live/alerts/alerts-page";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsRoute({ params }: { readonly params: Promise<{ workspace: string }> }) {
  return <AlertsPage workspace={(await params).workspace} />;
}
