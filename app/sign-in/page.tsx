import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryFrame } from "@/app/_entry/entry-frame";
import { safeNext } from "@/app/_entry/safe-next";
import { getApiContext } from "@/app/_trpc/server";
import { isSetupOpen } from "@/server/setup/setup-token";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: wanted } = await searchParams;
  const next = safeNext(typeof wanted === "string" ? wanted : undefined);
  const context = await getApiContext();
  if ((await context.person()) !== undefined) redirect(next);
  if (await isSetupOpen(context.deps)) redirect("/");
  return (
    <EntryFrame
      title="Sign in"
      foot="No password yet, or forgotten? An administrator of your workspace can make you a link."
    >
      <SignInForm next={next} />
    </EntryFrame>
  );
}
