"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Pill } from "@/app/_ui/pill";
import { Time } from "@/app/_ui/time";
import { addressOf, deviceOf } from "./device-words";

export function SessionsCard() {
  const trpc = useTRPC();
  const { data: sessions } = useSuspenseQuery(trpc.account.sessions.queryOptions());
  const [isAsking, setAsking] = useState(false);
  return (
    <Card
      flush
      title="Where you are signed in"
      actions={
        <Button size="dense" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      }
    >
      <ul className="max-h-80 overflow-y-auto">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex min-h-10 items-center gap-2 border-b px-4 text-dense last:border-b-0"
          >
            <span className="font-strong">{deviceOf(session.userAgent)}</span>
            {session.isThisOne ? <Pill tone="accent">This one</Pill> : null}
            <span className="min-w-0 flex-1 truncate text-right text-muted">
              {session.ipAddress ? (
                <span className="font-mono text-mono">{addressOf(session.ipAddress)}</span>
              ) : null}
            </span>
            <span className="w-36 text-right text-text-2">
              since <Time at={session.createdAt} />
            </span>
          </li>
        ))}
      </ul>
      {isAsking ? <SignOutEverywhere count={sessions.length} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

interface SignOutEverywhereProps {
  readonly count: number;
  readonly onClose: () => void;
}

function SignOutEverywhere({ count, onClose }: SignOutEverywhereProps) {
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.account.signOutEverywhere.mutationOptions({ onSuccess: () => window.location.assign("/sign-in") }),
  );
  const browsers = count === 1 ? "this browser" : `all ${count} browsers`;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Sign out of ${browsers}?`}
      action="Sign out everywhere"
      busyLabel="Signing out…"
      busy={signOut.isPending || signOut.isSuccess}
      error={signOut.isError ? errorSentence(signOut.error) : undefined}
      onConfirm={() => signOut.mutate({})}
    >
      You are signed out here too. API keys go on working.
    </ConfirmDialog>
  );
}
