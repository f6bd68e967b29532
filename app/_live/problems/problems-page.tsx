"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Bell, CircleCheck } from "lucide-react";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatCount } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { TabLinks } from "@/app/_ui/tabs";
import { TestTrafficNote } from "../test-traffic/test-traffic-note";
import { useTestEventsHidden } from "../test-traffic/use-test-traffic";
import { ProblemCard } from "./problem-card";
import type { ProblemState } from "./problem-types";

const REFRESH_MS = 3_000;

const tabs = [
  { state: "open", label: "Open", empty: "Nothing is stuck." },
  { state: "acknowledged", label: "Acknowledged", empty: "Nobody works on a problem now." },
  { state: "resolved", label: "Resolved", empty: "Nothing was resolved yet." },
  { state: "ignored", label: "Ignored", empty: "No problem is ignored." },
] as const satisfies readonly { state: ProblemState; label: string; empty: string }[];

interface ProblemsPageProps {
  readonly workspace: string;
  readonly state: ProblemState;
}

/** What failed, by cause: dead letters to repair, and failures that healed or that somebody works on. */
export function ProblemsPage({ workspace, state }: ProblemsPageProps) {
  const trpc = useTRPC();
  const areTestsHidden = useTestEventsHidden();
  const { data, error } = useQuery(
    trpc.problems.list.queryOptions(
      { workspace, state, markTests: areTestsHidden },
      { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData },
    ),
  );
  const home = workspacePath(workspace, "problems");
  const hrefOf = (one: ProblemState) => (one === "open" ? home : `${home}?state=${one}`);
  const tab = tabs.find((one) => one.state === state) ?? tabs[0];
  const ofState = data?.problems.filter((problem) => problem.state === state);
  const shown = ofState?.filter(({ areTests }) => !(areTestsHidden && areTests));
  return (
    <Page className="gap-4">
      <div>
        <PageHeader
          title="Problems"
          description="What failed, by cause. Repair the cause, then redrive what was given up."
          actions={
            <ButtonLink icon={Bell} href={`${home}/alerts`}>
              Alerts
            </ButtonLink>
          }
        />
        <TabLinks
          label="State"
          current={hrefOf(state)}
          tabs={tabs.map((one) => ({
            href: hrefOf(one.state),
            label: one.label,
            ...(data === undefined ? {} : { count: formatCount(data.counts[one.state]) }),
          }))}
        />
      </div>
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {ofState === undefined || shown === undefined ? null : (
        <TestTrafficNote
          count={ofState.length - shown.length}
          what={["problem of test events", "problems of test events"]}
        >
          The figures of the others count test events, too.
        </TestTrafficNote>
      )}
      {shown === undefined ? (
        error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : shown.length === 0 ? (
        <EmptyState icon={CircleCheck}>{tab.empty}</EmptyState>
      ) : (
        <ul aria-label="Causes" className="flex flex-col gap-3">
          {shown.map((problem) => (
            <li key={problem.id}>
              <ProblemCard workspace={workspace} problem={problem} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
