"use client";

import { Pause, Play, Radio } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatPlural } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { LostBanner } from "../lost-banner";
import { TestTrafficNote } from "../test-traffic/test-traffic-note";
import { useTestEventsHidden } from "../test-traffic/use-test-traffic";
import { EventFilters } from "./event-filters";
import { EventList } from "./event-list";
import {
  addressOf,
  type EventPlace,
  type EventQuery,
  type EventsAddress,
  filterCount,
  paramsOf,
} from "./event-query";
import { ExportMenu } from "./export-menu";
import { SavedFilters } from "./saved-filters";
import { ScanStatus } from "./scan-status";
import { SeekMenu } from "./seek-menu";
import { useEventFeed, useFeed } from "./use-event-feed";

/** The events of the workspace as they arrive, or from any place of the log; the state of the page is in its address. */
export function EventsView({ workspace }: { readonly workspace: string }) {
  const params = useSearchParams();
  const paramsText = params.toString();
  const address = useMemo(() => addressOf(new URLSearchParams(paramsText)), [paramsText]);
  const { query, place } = address;
  const areTestsHidden = useTestEventsHidden();
  // What the address asks for goes before what the person has chosen for all lists.
  const isHiding = areTestsHidden && query.test === undefined;
  const asked = useMemo(
    (): EventsAddress => (isHiding ? { query: { ...query, test: "hidden" }, place } : { query, place }),
    [isHiding, query, place],
  );
  const feed = useEventFeed(workspace, asked);
  const router = useRouter();
  const pathname = usePathname();
  const go = useCallback(
    (next: EventsAddress) => router.replace(`${pathname}?${paramsOf(next)}`, { scroll: false }),
    [router, pathname],
  );
  const change = useCallback((next: EventQuery) => go({ query: next, place }), [go, place]);
  const seek = (next: EventPlace | undefined) => go({ query, place: next });
  const follow = () => (place === undefined ? feed.follow() : seek(undefined));
  const isFollowing = useFeed(feed, (list) => list.isFollowing);
  const isConnected = useFeed(feed, (list) => list.isConnected);
  const lostAt = useFeed(feed, (list) => list.lostAt);
  const error = useFeed(feed, (list) => list.error);
  const isSearching = useFeed(feed, ({ progress }) => progress !== undefined && progress.state !== "done");
  const filters = filterCount(query);
  const isLive = isFollowing && isConnected && lostAt === undefined;
  const [topic, ...otherTopics] = query.topics ?? [];
  // With test events hidden a page may be long in coming, too: then how far the search is matters.
  const isLooking = isHiding && isSearching;
  const empty =
    filters === 0 && !isLooking ? (
      <EmptyState icon={Radio}>
        {isHiding
          ? "Nothing but hidden test events, or no events yet."
          : "No events yet. They show here the moment they arrive."}
      </EmptyState>
    ) : isSearching ? (
      <EmptyState icon={Radio}>Nothing found so far.</EmptyState>
    ) : (
      <EmptyState icon={Radio} actions={<Button onClick={() => change({})}>Clear filters</Button>}>
        No events match {filters === 1 ? "this filter" : `these ${formatPlural(filters, "filter")}`}.
      </EmptyState>
    );

  return (
    <Page width="full" fill>
      <PageHeader
        title="Events"
        mark={
          isLive ? (
            <Pill tone="ok" icon={Radio} data-testid="live">
              Live
            </Pill>
          ) : undefined
        }
        actions={
          <>
            <ExportMenu workspace={workspace} query={asked.query} />
            <SeekMenu topic={otherTopics.length === 0 ? topic : undefined} onSeek={seek} />
            <Button icon={isFollowing ? Pause : Play} onClick={isFollowing ? feed.pause : follow}>
              {isFollowing ? "Pause" : "Follow"}
            </Button>
          </>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col gap-2 pb-4">
        <EventFilters workspace={workspace} query={query} onChange={change}>
          <SavedFilters
            workspace={workspace}
            address={filters === 0 ? "" : paramsOf({ query, place: undefined }).toString()}
            onChoose={(saved) => go(addressOf(new URLSearchParams(saved)))}
          />
        </EventFilters>
        <div className="flex flex-wrap items-center gap-x-4">
          {isHiding ? <TestTrafficNote /> : null}
          <ScanStatus feed={feed} hasFilters={filters > 0 || isLooking} />
        </div>
        {lostAt === undefined ? null : <LostBanner since={lostAt} />}
        {error === undefined ? null : (
          <Banner
            tone="bad"
            actions={
              <Button size="dense" onClick={feed.start}>
                Try again
              </Button>
            }
          >
            The events cannot be read. {error.message}
          </Banner>
        )}
        <EventList
          workspace={workspace}
          feed={feed}
          onFollow={follow}
          empty={empty}
          at={place?.kind === "around" ? place : undefined}
        />
      </div>
    </Page>
  );
}
