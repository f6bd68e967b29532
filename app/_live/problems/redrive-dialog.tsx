"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { Field } from "@/app/_ui/field";
import { formatPlural } from "@/app/_ui/format";
import { Select } from "@/app/_ui/select";
import { Skeleton } from "@/app/_ui/skeleton";
import { Time } from "@/app/_ui/time";
import type { Problem } from "./problem-types";

const rates = [
  { value: "all", label: "As fast as they go", perSecond: undefined },
  { value: "1", label: "1 event a second", perSecond: 1 },
  { value: "10", label: "10 events a second", perSecond: 10 },
  { value: "100", label: "100 events a second", perSecond: 100 },
] as const;

interface RedriveDialogProps {
  readonly workspace: string;
  readonly problem: Problem;
  readonly onClose: () => void;
}

/** Says what redriving would do, asks how fast, and starts it. */
export function RedriveDialog({ workspace, problem, onClose }: RedriveDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [rate, setRate] = useState<(typeof rates)[number]["value"]>("all");
  const plan = useQuery(
    trpc.problems.planRedrive.queryOptions({ workspace, id: problem.id }, { staleTime: 0 }),
  );
  const start = useMutation(
    trpc.problems.startRedrive.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queries.invalidateQueries(trpc.problems.pathFilter()),
    }),
  );
  const failure = plan.error ?? start.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const perSecond = rates.find(({ value }) => value === rate)?.perSecond;
    start.mutate({ workspace, id: problem.id, ...(perSecond === undefined ? {} : { perSecond }) });
  };
  const what = plan.data === undefined ? "" : formatPlural(plan.data.letters, "event");
  return (
    <Dialog
      open
      size="form"
      onOpenChange={(open) => !open && onClose()}
      title={`Redrive ${what || "these events"}?`}
      description={`${problem.consumerName} goes on with each where it stopped, with what is deployed now and a full set of attempts.`}
      footer={
        <>
          <DialogCancel />
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={start.isPending}
            busyLabel="Starting…"
            disabled={
              plan.data === undefined
                ? "It is still being counted."
                : plan.data.letters === 0
                  ? "There is none left."
                  : false
            }
          >
            Redrive {what}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {plan.data === undefined ? (
          failure === null ? (
            <Skeleton className="w-60" />
          ) : null
        ) : (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-dense">
            <dt className="text-muted">Events</dt>
            <dd className="tabular-nums">
              {what}
              {plan.data.keys > 1 ? ` of ${formatPlural(plan.data.keys, "key")}` : ""}
              {plan.data.oldestAt === null ? null : (
                <>
                  , the first given up <Time at={plan.data.oldestAt} />
                </>
              )}
            </dd>
            {plan.data.waitingBehind === 0 ? null : (
              <>
                <dt className="text-muted">Then go on</dt>
                <dd>{formatPlural(plan.data.waitingBehind, "later event")} of the same keys</dd>
              </>
            )}
            <dt className="text-muted">Acts outside</dt>
            <dd>{namesOf(plan.data.steps, "outside") ?? "No"}</dd>
            <dt className="text-muted">Acts inside</dt>
            <dd>{namesOf(plan.data.steps, "inside") ?? "No"}</dd>
          </dl>
        )}
        <Field label="How fast" help="It can be cancelled at any time; what is not put back then stays here.">
          <Select
            value={rate}
            onValueChange={setRate}
            options={rates.map(({ value, label }) => ({ value, label }))}
          />
        </Field>
        {failure === null ? null : <Banner tone="bad">{failure.message}</Banner>}
      </form>
    </Dialog>
  );
}

function namesOf(
  steps: readonly { readonly title: string; readonly effect: string }[],
  effect: string,
): string | undefined {
  const names = steps.filter((step) => step.effect === effect).map(({ title }) => title);
  return names.length === 0 ? undefined : names.join(", ");
}
