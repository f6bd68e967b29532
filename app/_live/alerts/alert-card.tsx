"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff, CircleCheck, KeyRound, Pencil, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { formatNumber } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { Time } from "@/app/_ui/time";
import { type AlertRule, channelSentence, kindWords, ruleSentence } from "./alert-words";

interface AlertCardProps {
  readonly workspace: string;
  readonly rule: AlertRule;
  /** A sentence why they may not be changed. */
  readonly mayNot: string | false;
  readonly onEdit: () => void;
  /** Told the new signing secret, which is shown once. */
  readonly onSecret: (secret: string) => void;
}

/** The element of a rule, to put the focus on. */
export const alertCardId = (ruleId: string) => `alert-${ruleId}`;

/** One rule: when it opens, how it tells, how it stands, and what it told. */
export function AlertCard({ workspace, rule, mayNot, onEdit, onSecret }: AlertCardProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isDeleting, setIsDeleting] = useState(false);
  const [isRenewing, setIsRenewing] = useState(false);
  const onSettled = () => queries.invalidateQueries(trpc.alerts.pathFilter());
  const tell = useMutation(trpc.alerts.test.mutationOptions({ onSettled }));
  const remove = useMutation(
    trpc.alerts.delete.mutationOptions({ onSuccess: () => setIsDeleting(false), onSettled }),
  );
  const renew = useMutation(
    trpc.alerts.renewSecret.mutationOptions({
      onSuccess: ({ secret }) => {
        setIsRenewing(false);
        onSecret(secret);
      },
      onSettled,
    }),
  );
  return (
    <section
      id={alertCardId(rule.id)}
      tabIndex={-1}
      className="overflow-hidden rounded-card border bg-surface shadow-1"
      aria-label={rule.name}
    >
      <header className="flex flex-wrap items-start gap-3 px-4 py-3">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <h2 className="flex flex-wrap items-center gap-2 text-body font-strong wrap-anywhere">
            {rule.name} <StatePill rule={rule} />
          </h2>
          <p className="text-dense text-text-2 wrap-anywhere">
            <Sentence>{`${ruleSentence(rule)} ${channelSentence(rule)}`}</Sentence>
          </p>
          <p className="text-dense text-muted tabular-nums">
            {rule.checkedAt === null ? (
              "Not looked at yet."
            ) : (
              <>
                {rule.value === null
                  ? "Nothing to measure"
                  : `Now ${formatNumber(rule.value, 1)}${kindWords[rule.kind].unit}`}
                , looked at <Time at={rule.checkedAt} />
              </>
            )}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={Send}
            busy={tell.isPending}
            disabled={mayNot}
            onClick={() => tell.mutate({ workspace, id: rule.id })}
          >
            Send test
          </Button>
          <Button icon={Pencil} disabled={mayNot} onClick={onEdit}>
            Edit
          </Button>
          {rule.channel.type === "webhook" ? (
            <Button icon={KeyRound} disabled={mayNot} onClick={() => setIsRenewing(true)}>
              {rule.signedSince === null ? "Sign calls" : "Renew secret"}
            </Button>
          ) : null}
          <Button icon={Trash2} disabled={mayNot} onClick={() => setIsDeleting(true)}>
            Delete
          </Button>
        </div>
      </header>
      {tell.error === null ? null : <Banner tone="bad">{tell.error.message}</Banner>}
      {rule.notices.length === 0 ? null : (
        <ol aria-label={`What ${rule.name} told`} className="border-t">
          {rule.notices.map((notice) => (
            <li
              key={notice.id}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-4 py-2 text-dense last:border-b-0"
            >
              <Time at={notice.at} className="text-muted" />
              <span className="min-w-0 flex-1 basis-60 wrap-anywhere">{notice.message}</span>
              <span className={notice.failure === null ? "text-muted" : "text-bad wrap-anywhere"}>
                {notice.sentAt !== null ? (
                  "Sent"
                ) : notice.failure === null ? (
                  "Is being sent"
                ) : notice.dueAt === null ? (
                  <Sentence>{`Not sent: ${notice.failure}`}</Sentence>
                ) : (
                  <Sentence>{`Tried again soon: ${notice.failure}`}</Sentence>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      <ConfirmDialog
        open={isRenewing}
        onOpenChange={setIsRenewing}
        title={
          rule.signedSince === null ? `Sign the calls of ${rule.name}?` : `Renew the secret of ${rule.name}?`
        }
        action={rule.signedSince === null ? "Make secret" : "Renew secret"}
        busy={renew.isPending}
        error={renew.error?.message}
        onConfirm={() => renew.mutate({ workspace, id: rule.id })}
      >
        {rule.signedSince === null
          ? "Calls carry a signature from now on. Whoever receives them can check it with the secret that is shown next."
          : "Calls are signed with the new secret at once. Whoever checks them with the old one refuses them until it is replaced there."}
      </ConfirmDialog>
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setIsDeleting}
        title={`Delete the alert ${rule.name}?`}
        action="Delete alert"
        destructive
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate({ workspace, id: rule.id })}
      >
        What it told is deleted with it.
      </ConfirmDialog>
    </section>
  );
}

function StatePill({ rule }: { readonly rule: AlertRule }) {
  if (!rule.isOn)
    return (
      <Pill tone="off" icon={BellOff}>
        Off
      </Pill>
    );
  return rule.isOpen ? (
    <Pill tone="bad" icon={Bell}>
      Open since <Time at={rule.changedAt} />
    </Pill>
  ) : (
    <Pill tone="ok" icon={CircleCheck}>
      Quiet
    </Pill>
  );
}
