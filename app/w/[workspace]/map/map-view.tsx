"use client";

import { useQuery } from "@tanstack/react-query";
import { Map as MapIcon, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { errorSentence } from "@/app/_entry/error-sentence";
import { workspacePath } from "@/app/_flows/flow-paths";
import { useRefusal } from "@/app/_flows/use-refusal";
import { LostBanner } from "@/app/_live/lost-banner";
import { TestTrafficFigures } from "@/app/_live/test-traffic/test-traffic-note";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatPlural } from "@/app/_ui/format";
import { Page, PageTable } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SearchInput } from "@/app/_ui/search-input";
import { Skeleton } from "@/app/_ui/skeleton";
import type { DrawnMap } from "@/server/map/get-map";
import { useNewFlow } from "../flows/use-new-flow";

// The drawing measures the window: it exists in the browser only.
const MapCanvas = dynamic(() => import("@/app/_canvas/map/map-canvas").then((module) => module.MapCanvas), {
  ssr: false,
});

/** How often figures are asked for. */
const refreshMs = 5_000;

/** All flows of a workspace, joined at their topics. */
export function MapView({ workspace }: { readonly workspace: string }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.map.get.queryOptions({ workspace }), refetchInterval: refreshMs });
  const [text, setText] = useState("");
  const [jumps, setJumps] = useState(0);
  const newFlow = useNewFlow(workspace);
  const refusal = useRefusal(workspace, "flow.edit");
  const { data } = query;
  const isLost = query.failureCount > 0 || query.isError || query.fetchStatus === "paused";
  const cards = data?.cards;
  const flows = data?.flows;
  const found = useMemo(
    () => (cards && flows ? findCards(cards, flows, text) : undefined),
    [cards, flows, text],
  );
  return (
    <Page width="full" fill>
      <PageHeader
        title="Map"
        mark={
          flows === undefined || flows.length === 0 ? undefined : (
            <span className="text-dense text-muted tabular-nums">{formatPlural(flows.length, "flow")}</span>
          )
        }
        actions={
          cards === undefined || cards.length === 0 ? undefined : (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                setJumps((before) => before + 1);
              }}
              className="flex items-center gap-3"
            >
              <span role="status" className="text-dense text-muted tabular-nums max-md:order-last">
                {found === undefined ? "" : `${found.size} of ${formatPlural(cards.length, "card")}`}
              </span>
              <SearchInput value={text} onValueChange={setText} placeholder="Search cards and flows" />
            </form>
          )
        }
      />
      <TestTrafficFigures className="pb-3" />
      {newFlow.error === null ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(newFlow.error)}
        </Banner>
      )}
      {query.error === null || data !== undefined ? null : (
        <Banner tone="bad" className="mb-4">
          {errorSentence(query.error)}
        </Banner>
      )}
      {isLost && data !== undefined ? (
        <div className="pb-4">
          <LostBanner since={new Date(query.dataUpdatedAt)} />
        </div>
      ) : null}
      {data === undefined ? (
        query.isPending ? (
          <Skeleton className="mb-5 min-h-60 flex-1 rounded-card" />
        ) : null
      ) : data.cards.length > 0 ? (
        <PageTable>
          <div className="relative min-h-0 flex-1">
            <MapCanvas workspace={workspace} map={data} isLost={isLost} found={found} jumps={jumps} />
            {found?.size === 0 ? (
              <div className="absolute inset-x-0 top-6 flex justify-center">
                <p className="flex items-center gap-3 rounded-card border bg-surface px-4 py-2 text-dense shadow-1">
                  <span className="max-w-80 truncate">No card is called “{text}”.</span>
                  <Button size="dense" onClick={() => setText("")}>
                    Clear search
                  </Button>
                </p>
              </div>
            ) : null}
          </div>
        </PageTable>
      ) : data.flows.length > 0 ? (
        <EmptyState
          icon={MapIcon}
          actions={
            <ButtonLink variant="primary" href={workspacePath(workspace, "flows")}>
              Open your flows
            </ButtonLink>
          }
        >
          Your flows have no cards yet. What you draw in them appears here, joined at the topics.
        </EmptyState>
      ) : (
        <EmptyState
          icon={MapIcon}
          actions={
            <>
              <Button
                variant="primary"
                icon={Plus}
                busy={newFlow.isPending}
                busyLabel="Creating…"
                disabled={refusal}
                onClick={newFlow.make}
              >
                New flow
              </Button>
              <ButtonLink href={workspacePath(workspace, "templates")}>Browse templates</ButtonLink>
            </>
          }
        >
          No flows yet. The map shows all of them, joined at the topics that they share.
        </EmptyState>
      )}
    </Page>
  );
}

/** Keys of the cards that have all the words in their name or in the name of a flow of theirs. */
function findCards(
  cards: DrawnMap["cards"],
  flows: DrawnMap["flows"],
  text: string,
): ReadonlySet<string> | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const nameOf = new Map(flows.map(({ slug, name }) => [slug, name]));
  return new Set(
    cards.flatMap(({ key, name, flows: slugs }) => {
      const searched = [name, ...slugs.map((slug) => nameOf.get(slug) ?? "")].join(" ").toLowerCase();
      return words.every((word) => searched.includes(word)) ? [key] : [];
    }),
  );
}
