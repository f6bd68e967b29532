"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Inbox, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatPlural } from "@/app/_ui/format";
import { formatExactTime } from "@/app/_ui/format-time";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { Switch } from "@/app/_ui/switch";
import { Time } from "@/app/_ui/time";

const REFRESH_MS = 2_000;

/** Letters that *Send e-mail* wrote to the built-in inbox. Nothing of it leaves this computer. */
export function DemoInbox({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const inbox = useQuery(trpc.demoInbox.list.queryOptions({ workspace }, { refetchInterval: REFRESH_MS }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.demoInbox.list.queryKey() });
  const turn = useMutation(trpc.demoInbox.switch.mutationOptions({ onSettled: refresh }));
  const clear = useMutation(trpc.demoInbox.clear.mutationOptions({ onSettled: refresh }));
  const [chosen, setChosen] = useState<string>();
  const [isAsking, setIsAsking] = useState(false);
  const { isOn = true, total = 0, mails } = inbox.data ?? {};
  const mail = mails?.find((each) => each.id === chosen) ?? mails?.[0];
  const failure = inbox.error ?? turn.error ?? clear.error;

  return (
    <Page fill className="pb-4 md:pb-5">
      <PageHeader
        title="Demo inbox"
        description="E-mails of steps that send with the demo inbox. Nothing leaves this computer. Turn it off to see how a flow fails, waits and recovers."
        actions={
          <>
            <Switch checked={isOn} onCheckedChange={(next) => turn.mutate({ workspace, isOn: next })}>
              {isOn ? "On" : "Off"}
            </Switch>
            <Button
              icon={Trash2}
              disabled={total === 0 ? "The inbox is empty." : false}
              onClick={() => setIsAsking(true)}
            >
              Empty inbox
            </Button>
          </>
        }
      />
      {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      {isOn ? null : (
        <Banner tone="wait" className="mb-3">
          The demo inbox is off: e-mails to it fail and are tried again later. Turn it on to let them through.
        </Banner>
      )}
      {mails === undefined ? (
        inbox.error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : mails.length === 0 ? (
        <EmptyState icon={Inbox}>No e-mails yet. They show here when a flow sends one.</EmptyState>
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(14rem,22rem)_minmax(0,1fr)] overflow-hidden rounded-card border bg-surface shadow-1">
          <ul aria-label="E-mails" className="overflow-y-auto border-r">
            {mails.map((each) => (
              <li key={each.id} className="border-b">
                <button
                  type="button"
                  aria-pressed={each.id === mail?.id}
                  onClick={() => setChosen(each.id)}
                  className={cn(
                    "flex w-full flex-col border-l-2 border-transparent px-3 py-2 text-left transition-colors hover:bg-hover",
                    each.id === mail?.id && "border-l-ring bg-accent-soft",
                  )}
                >
                  <span className="flex w-full items-baseline justify-between gap-2">
                    <span className="truncate text-dense font-strong">{each.to}</span>
                    <Time at={each.at} className="shrink-0 text-label text-muted" />
                  </span>
                  <span className="truncate text-dense text-text-2">{each.subject || "No subject"}</span>
                </button>
              </li>
            ))}
          </ul>
          {mail === undefined ? null : (
            <article className="flex min-w-0 flex-col gap-4 overflow-y-auto p-6">
              <header>
                <h2 className="text-heading wrap-anywhere">{mail.subject || "No subject"}</h2>
                <p className="text-dense text-muted wrap-anywhere">
                  To {mail.to}
                  {mail.from === null ? "" : ` · from ${mail.from}`} · {formatExactTime(mail.at)}
                </p>
              </header>
              <p className="max-w-[68ch] text-body whitespace-pre-wrap wrap-anywhere">{mail.text}</p>
            </article>
          )}
        </div>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${formatPlural(total, "e-mail")}?`}
        action={`Delete ${total}`}
        busyLabel="Deleting…"
        busy={clear.isPending}
        destructive
        onConfirm={() => clear.mutate({ workspace }, { onSuccess: () => setIsAsking(false) })}
      >
        They are only kept here and cannot be brought back. Events and deliveries stay.
      </ConfirmDialog>
    </Page>
  );
}
