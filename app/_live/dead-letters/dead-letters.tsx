"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, CircleCheck, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { Icon } from "@/app/_ui/icon";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Sentence } from "@/app/_ui/sentence";
import { showToast } from "@/app/_ui/show-toast";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { StateIcon } from "@/app/_ui/state-pill";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import { type DeadLetterGroup, groupRef } from "./dead-letter-group";
import { DiscardDialog } from "./discard-dialog";
import { GroupLetters } from "./group-letters";

const REFRESH_MS = 5_000;

/** Deliveries that were given up, by cause. */
export function DeadLetters({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const groups = useQuery(
    trpc.events.deadLetterGroups.queryOptions({ workspace }, { refetchInterval: REFRESH_MS }),
  );
  const total = groups.data?.reduce((sum, group) => sum + group.count, 0) ?? 0;
  return (
    <Page>
      <PageHeader
        title="Dead letters"
        description="Deliveries whose attempts are spent. Repair the cause, then redrive them."
        mark={
          total > 0 ? (
            <span className="text-dense text-muted tabular-nums">{formatNumber(total)}</span>
          ) : undefined
        }
      />
      {groups.error === null ? null : <Banner tone="bad">{groups.error.message}</Banner>}
      {groups.data === undefined ? (
        groups.error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : groups.data.length === 0 ? (
        <EmptyState icon={CircleCheck}>Nothing is stuck.</EmptyState>
      ) : (
        <ul aria-label="Causes" className="flex flex-col gap-3">
          {groups.data.map((group) => (
            <li key={JSON.stringify(groupRef(group))}>
              <Group workspace={workspace} group={group} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** `3 later events of the same key wait behind this one.` */
function waitingWords(waiting: number, letters: number): string {
  const who = `${formatPlural(waiting, "later event")} of the same ${letters === 1 ? "key" : "keys"}`;
  return `${who} ${waiting === 1 ? "waits" : "wait"} behind ${letters === 1 ? "this one" : "these"}.`;
}

function Group({ workspace, group }: { readonly workspace: string; readonly group: DeadLetterGroup }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [isDiscarding, setIsDiscarding] = useState(false);
  const redrive = useMutation(
    trpc.deliveries.redrive.mutationOptions({
      onSuccess: ({ count }) => showToast(`${formatPlural(count, "event")} redriven.`),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.events.deadLetterGroups.queryKey() }),
    }),
  );
  return (
    <section className="overflow-hidden rounded-card border bg-surface shadow-1">
      <header className="flex flex-wrap items-center gap-3 px-4 py-3">
        <StateIcon state="dead" />
        <div className="min-w-0 flex-1 basis-80">
          <h2 className="text-body font-strong wrap-anywhere">
            <Sentence>{group.message ?? group.reason ?? "No reason was given."}</Sentence>
          </h2>
          <p className="text-dense text-muted">
            {group.consumerName} in{" "}
            <TextLink href={`/w/${workspace}/flows/${group.flowSlug}`}>{group.flowName}</TextLink> ·{" "}
            <span className="font-mono text-mono">{group.topic}</span> · last <Time at={group.lastAt} />
          </p>
          {group.hasStopped ? (
            <p className="text-dense text-bad">
              {group.consumerName} has stopped here. Redrive or discard, then it goes on.
            </p>
          ) : null}
          {group.waitingBehind > 0 ? (
            <p className="text-dense text-held">{waitingWords(group.waitingBehind, group.count)}</p>
          ) : null}
        </div>
        <Button variant="ghost" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon of={isOpen ? ChevronDown : ChevronRight} />
          {formatPlural(group.count, "event")}
        </Button>
        <Button icon={Trash2} onClick={() => setIsDiscarding(true)}>
          Discard {formatNumber(group.count)}
        </Button>
        <Button
          icon={RotateCcw}
          busy={redrive.isPending}
          busyLabel="Redriving…"
          onClick={() => redrive.mutate({ workspace, group: groupRef(group) })}
        >
          Redrive {formatNumber(group.count)}
        </Button>
      </header>
      {redrive.error === null ? null : <Banner tone="bad">{redrive.error.message}</Banner>}
      {isOpen ? <GroupLetters workspace={workspace} group={group} /> : null}
      <DiscardDialog workspace={workspace} group={group} open={isDiscarding} onOpenChange={setIsDiscarding} />
    </section>
  );
}
