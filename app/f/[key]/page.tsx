import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getDeps } from "@/server/db";
import { findHostedForm } from "@/server/gateway/hosted-form";
import { HostedForm } from "../../_form/hosted-form";

interface PageProps {
  readonly params: Promise<{ key: string }>;
  readonly searchParams: Promise<{ sent?: string | string[] }>;
}

const findForm = cache((key: string) => findHostedForm(getDeps(), key));

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const form = await findForm((await params).key);
  return { title: { absolute: form?.title ?? "Not found" } };
}

/** The public page of a form: no sign-in, no workspace around it. */
export default async function FormPage({ params, searchParams }: PageProps) {
  const { key } = await params;
  const form = await findForm(key);
  if (form === undefined) notFound();
  return (
    <main className="flex min-h-dvh justify-center bg-bg px-4 py-12">
      <div className="h-fit w-full max-w-[480px] overflow-hidden rounded-card border border-border bg-surface p-6 shadow-1">
        <HostedForm form={form} action={`/in/${key}`} isSent={(await searchParams).sent === "1"} />
      </div>
    </main>
  );
}
