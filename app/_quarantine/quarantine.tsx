"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { TestTrafficNote } from "@/app/_live/test-traffic/test-traffic-note";
import { useTestEventsHidden } from "@/app/_live/test-traffic/use-test-traffic";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatNumber } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { QuarantineCard } from "./quarantine-card";

const refreshMs = 5_000;

/** Events that did not fit the schema of their topic, by topic and first field that does not fit. */
export function Quarantine({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const topic = useSearchParams().get("topic") ?? undefined;
  const groups = useQuery({
    ...trpc.quarantine.groups.queryOptions({ workspace, ...(topic === undefined ? {} : { topic }) }),
    refetchInterval: refreshMs,
  });
  const areTestsHidden = useTestEventsHidden();
  const shown = groups.data?.filter(({ count, tests }) => !(areTestsHidden && tests === count)) ?? [];
  const total = groups.data?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <Page>
      <PageHeader
        title="Quarantine"
        description="Events that do not fit the schema of their topic. Nothing of them was delivered yet."
        mark={
          total > 0 ? (
            <span className="text-dense text-muted tabular-nums">{formatNumber(total)}</span>
          ) : undefined
        }
        actions={
          topic === undefined ? undefined : (
            <Button onClick={() => router.replace(workspacePath(workspace, "quarantine"))}>
              Only {topic}: show all
            </Button>
          )
        }
      />
      {groups.error === null ? null : <Banner tone="bad">{errorSentence(groups.error)}</Banner>}
      <TestTrafficNote
        count={(groups.data?.length ?? 0) - shown.length}
        what={["reason with test events only", "reasons with test events only"]}
        className="pb-3"
      />
      {groups.data === undefined ? (
        groups.error === null ? (
          <SkeletonRows comfortable />
        ) : null
      ) : groups.data.length === 0 ? (
        <EmptyState icon={CircleCheck}>
          Nothing is in quarantine. Topics whose gate is set to quarantine keep events that do not fit here.
        </EmptyState>
      ) : (
        <ul aria-label="Reasons" className="flex flex-col gap-3">
          {shown.map((group) => (
            <li key={JSON.stringify([group.topic, group.pointer, group.keyword])}>
              <QuarantineCard workspace={workspace} group={group} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
