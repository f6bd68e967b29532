import type { Metadata } from "next";
import { EntryFrame } from "@/app/_entry/entry-frame";
import { ButtonLink } from "@/app/_ui/button-link";
import { getDeps } from "@/server/db";
import { isSetupOpen } from "@/server/setup/setup-token";
import { SetupForm } from "./setup-form";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetupPage() {
  if (await isSetupOpen(getDeps())) return <SetupForm />;
  return (
    <EntryFrame
      title="This installation has its owner"
      description="Set-up works once. Sign in, or ask an administrator for an invitation."
    >
      <ButtonLink href="/sign-in" variant="primary" size="large" className="w-full">
        Sign in
      </ButtonLink>
    </EntryFrame>
  );
}
