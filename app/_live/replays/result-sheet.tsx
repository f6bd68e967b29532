"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { Pill } from "@/app/_ui/pill";
import { Sheet } from "@/app/_ui/sheet";
import { SkeletonRows } from "@/app/_ui/skeleton";
import type { OutcomeView, PublishedView, StepView } from "@/flow/replay/outcome-view";
import type { AppRouter } from "@/server/api/root";
import { eventHref } from "../event-href";
import { differenceLooks } from "./difference-words";
import { JsonDiffList } from "./json-diff-list";

export type ResultRow = inferRouterOutputs<AppRouter>["replays"]["results"][number];
type WholeResult = inferRouterOutputs<AppRouter>["replays"]["result"];

interface ResultSheetProps {
  readonly workspace: string;
  readonly replayId: string;
  readonly row: ResultRow;
  readonly onClose: () => void;
}

/** One replayed delivery beside the first one of its event. */
export function ResultSheet({ workspace, replayId, row, onClose }: ResultSheetProps) {
  const trpc = useTRPC();
  const result = useQuery(
    trpc.replays.result.queryOptions({ workspace, id: replayId, deliveryId: row.deliveryId }),
  );
  const look = differenceLooks[row.kind];
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`${row.topic} ${row.offset} at ${row.consumerName}`}
      description={
        <>
          <Pill tone={look.tone} icon={look.icon}>
            {look.word}
          </Pill>{" "}
          {look.help}
        </>
      }
      footer={<ButtonLink href={eventHref(workspace, row)}>Open the event</ButtonLink>}
    >
      {result.error === null ? null : <Banner tone="bad">{result.error.message}</Banner>}
      {result.data === undefined ? (
        result.error === null ? (
          <SkeletonRows />
        ) : null
      ) : (
        <Both result={result.data} />
      )}
    </Sheet>
  );
}

function Both({ result: { before, after, steps } }: { readonly result: WholeResult }) {
  if (after === null)
    return <p className="text-body">Its steps, its end and what it published are the same.</p>;
  return (
    <>
      <dl className="grid grid-cols-[6rem_1fr] gap-x-3 gap-y-1 text-dense">
        <dt className="text-muted">First time</dt>
        <dd className="wrap-anywhere">{before === null ? "Not recorded any more." : endOf(before)}</dd>
        <dt className="text-muted">Now</dt>
        <dd className="wrap-anywhere">{endOf(after)}</dd>
      </dl>
      <Section title="Published">
        {before?.published === undefined || after.published === undefined ? (
          <p className="text-dense text-muted">
            What was published the first time is not in the log any more.
          </p>
        ) : (
          <JsonDiffList
            label="Published"
            before={publishedByTopic(before.published)}
            after={publishedByTopic(after.published)}
          />
        )}
      </Section>
      {before?.steps === undefined ? (
        <p className="text-dense text-muted">What its steps did the first time was not kept.</p>
      ) : (
        steps.map(({ id, name }) => (
          <Section key={id} title={name}>
            <Step before={stepOf(before, id)} after={stepOf(after, id)} />
          </Section>
        ))
      )}
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-heading">{title}</h3>
      {children}
    </section>
  );
}

function Step({
  before,
  after,
}: {
  readonly before: StepView | undefined;
  readonly after: StepView | undefined;
}) {
  if (before === undefined) return <p className="text-dense">It did not run the first time.</p>;
  if (after === undefined) return <p className="text-dense">It did not run this time.</p>;
  // The id of an e-mail is all that the step gives, and one that was not sent has none.
  const isUnsent = after.asked !== undefined && after.emails !== undefined;
  return (
    <>
      {after.asked === "other" ? (
        <p className="text-dense">It would ask for something else than the first time. Nothing was sent.</p>
      ) : null}
      <JsonDiffList
        label={after.stepId}
        before={shownOf(before, isUnsent)}
        after={shownOf(after, isUnsent)}
      />
    </>
  );
}

const shownOf = ({ outcome, branchIds, output, error, emails }: StepView, isUnsent: boolean) => ({
  ended: outcome,
  ...(branchIds === undefined ? {} : { branches: branchIds }),
  ...(output === undefined || isUnsent ? {} : { output }),
  ...(error === undefined ? {} : { error }),
  ...(emails === undefined ? {} : { emails }),
});

const stepOf = ({ steps }: OutcomeView, stepId: string) => steps?.find((step) => step.stepId === stepId);

const ends = { succeeded: "Succeeded", filtered: "Skipped", dead: "Failed" } as const;

function endOf({ status, message }: OutcomeView): string {
  return message === undefined ? `${ends[status]}.` : `${ends[status]}: ${message}`;
}

/** Topics are logs of their own: what is compared is what each of them got. */
function publishedByTopic(published: readonly PublishedView[]): Record<string, unknown[]> {
  const byTopic = new Map<string, unknown[]>();
  for (const { topic, key, subject, data } of published) {
    const one = {
      ...(key === undefined ? {} : { key }),
      ...(subject === undefined ? {} : { subject }),
      data,
    };
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), one]);
  }
  return Object.fromEntries(byTopic);
}
