"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartLine, CircleCheck, HeartPulse, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { errorSentence } from "@/app/_entry/error-sentence";
import { TestTrafficFigures } from "@/app/_live/test-traffic/test-traffic-note";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { Segmented } from "@/app/_ui/segmented";
import { Select } from "@/app/_ui/select";
import { Sentence } from "@/app/_ui/sentence";
import { Skeleton, SkeletonRows } from "@/app/_ui/skeleton";
import { Time } from "@/app/_ui/time";
import { ChartTable } from "./chart-table";
import { chartsOf, type HealthOverTime, keepsUp } from "./chart-words";
import { ConsumerTable } from "./consumer-table";
import { EngineCard, HealingCard } from "./engine-cards";

const LineChart = dynamic(() => import("./line-chart").then(({ LineChart: Chart }) => Chart), {
  ssr: false,
  loading: () => <Skeleton className="h-60 rounded-card" />,
});

const ranges = [
  { value: "1h", label: "Last hour" },
  { value: "6h", label: "Last 6 hours" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
] as const;
type Range = (typeof ranges)[number]["value"];
const ALL = "all";
const REFRESH_MS = 10_000;

/** Nothing is deployed, and nothing came that could be drawn. */
function isBare({ consumers, points }: HealthOverTime): boolean {
  return consumers.length === 0 && points.every(({ events }) => events === 0);
}

/** How the workspace does, now and over a time; what is chosen stands in the address. */
export function HealthPage({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const params = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const range: Range = ranges.find(({ value }) => value === params.get("range"))?.value ?? "1h";
  const flow = params.get("flow") ?? ALL;
  const view = params.get("view") === "table" ? "table" : "charts";
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === ALL) next.delete(name);
    else next.set(name, value);
    router.replace(`${pathname}?${next}`, { scroll: false });
  };
  const options = { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData };
  const flows = useQuery(trpc.flows.list.queryOptions({ workspace }));
  const now = useQuery(trpc.health.now.queryOptions({ workspace }, options));
  const time = useQuery(
    trpc.health.overTime.queryOptions({ workspace, range, ...(flow !== ALL && { flow }) }, options),
  );
  const error = now.error ?? time.error;
  const isWell =
    error === null && now.data?.hints.length === 0 && time.data !== undefined && keepsUp(time.data.consumers);
  const today = new Date();
  const charts = time.data === undefined ? [] : chartsOf(time.data, today);
  const times = time.data === undefined ? [] : time.data.points.map(({ at }) => at);

  return (
    <Page width="full">
      <PageHeader
        title="Health"
        mark={
          isWell ? (
            <Pill tone="ok" icon={CircleCheck}>
              Everything keeps up
            </Pill>
          ) : undefined
        }
        actions={
          <>
            <Select
              label="Flow"
              className="w-48"
              value={flow}
              onValueChange={(value) => change("flow", value)}
              options={[
                { value: ALL, label: "All flows" },
                ...(flows.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
              ]}
            />
            <Select
              label="Time"
              className="w-36"
              value={range}
              onValueChange={(value) => change("range", value)}
              options={ranges}
            />
            <Segmented
              label="Show as"
              value={view}
              onValueChange={(value) => change("view", value === "table" ? value : ALL)}
              segments={[
                { value: "charts", label: "Charts", icon: ChartLine },
                { value: "table", label: "Table", icon: Table2 },
              ]}
            />
          </>
        }
      />
      <div className="flex flex-col gap-4 pb-8">
        <TestTrafficFigures />
        {error === null ? null : (
          <Banner tone="bad">
            The figures cannot be read. {errorSentence(error)}
            {time.data === undefined ? null : (
              <>
                {" "}
                What stands here is from <Time at={new Date(time.dataUpdatedAt)} />.
              </>
            )}
          </Banner>
        )}
        {(now.data?.hints ?? []).map(({ tone, message }) => (
          <Banner key={message} tone={tone}>
            <Sentence>{message}</Sentence>
          </Banner>
        ))}
        {time.data === undefined ? (
          error === null ? (
            <SkeletonRows comfortable />
          ) : null
        ) : isBare(time.data) ? (
          <EmptyState
            icon={HeartPulse}
            actions={
              <ButtonLink variant="primary" href={`/w/${workspace}/flows`}>
                Open flows
              </ButtonLink>
            }
          >
            {flow === ALL
              ? "No flow is deployed yet. Once one is, this page draws what comes, what is delivered and what waits."
              : "This flow is not deployed. Once it is, this page draws what comes, what is delivered and what waits."}
          </EmptyState>
        ) : view === "table" ? (
          <ChartTable charts={charts} times={times} />
        ) : (
          <div className="grid gap-4 lg:grid-cols-2">
            {charts.map((chart) => (
              <LineChart key={`${chart.title} ${range}`} chart={chart} times={times} />
            ))}
          </div>
        )}
        {time.data === undefined || isBare(time.data) ? null : (
          <Card title="Consumers" aria-label="Consumers" flush>
            <ConsumerTable workspace={workspace} consumers={time.data.consumers} />
          </Card>
        )}
        {now.data === undefined ? null : (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <EngineCard health={now.data} />
            <HealingCard health={now.data} />
          </div>
        )}
      </div>
    </Page>
  );
}
