"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Section } from "../section";
import { NameCard } from "./name-card";
import { PasswordCard } from "./password-card";
import { SessionsCard } from "./sessions-card";

export function AccountSection() {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.account.me.queryOptions());
  return (
    <Section
      title="Your account"
      description={`You are signed in as ${me.email}. This holds for all workspaces.`}
    >
      <div className="flex max-w-160 flex-col gap-6">
        <NameCard name={me.name} />
        <PasswordCard personal={[me.name, me.email]} email={me.email} />
        <SessionsCard />
      </div>
    </Section>
  );
}
