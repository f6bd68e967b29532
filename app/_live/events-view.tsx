"use client";

import { Pause, Play, Radio } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatPlural } from "@/app/_ui/format";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { Pill } from "@/app/_ui/pill";
import { EventFilters } from "./event-filters";
import { EventList } from "./event-list";
import { LostBanner } from "./lost-banner";
import { type EventQuery, useEventList } from "./use-event-list";

/** The filters as they stand in the address of the page. */
function queryOf(params: URLSearchParams): EventQuery {
  const topics = params.getAll("topic");
  const [correlationId, key, text] = [params.get("correlation"), params.get("key"), params.get("text")];
  return {
    ...(topics.length > 0 && { topics }),
    ...(correlationId !== null && { correlationId }),
    ...(key !== null && { key }),
    ...(text !== null && { text }),
  };
}

function paramsOf(query: EventQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const topic of query.topics ?? []) params.append("topic", topic);
  if (query.correlationId !== undefined) params.set("correlation", query.correlationId);
  if (query.key !== undefined) params.set("key", query.key);
  if (query.text !== undefined) params.set("text", query.text);
  return params;
}

/** All events of the workspace as they arrive; the state of the page is in its address. */
export function EventsView({ workspace }: { readonly workspace: string }) {
  const params = useSearchParams();
  const paramsText = params.toString();
  const query = useMemo(() => queryOf(new URLSearchParams(paramsText)), [paramsText]);
  const [isFollowing, setIsFollowing] = useState(true);
  const list = useEventList(workspace, query, isFollowing);
  const router = useRouter();
  const pathname = usePathname();
  const change = useCallback(
    (next: EventQuery) => router.replace(`${pathname}?${paramsOf(next)}`, { scroll: false }),
    [router, pathname],
  );
  const follow = () => {
    if (!isFollowing) list.restart();
    setIsFollowing(!isFollowing);
  };
  const filters = paramsOf(query).size;
  const isLive = isFollowing && list.lostAt === undefined;
  const empty =
    filters > 0 ? (
      <EmptyState icon={Radio} actions={<Button onClick={() => change({})}>Clear filters</Button>}>
        No events match {filters === 1 ? "this filter" : `these ${formatPlural(filters, "filter")}`}.
      </EmptyState>
    ) : (
      <EmptyState icon={Radio}>No events yet. They show here the moment they arrive.</EmptyState>
    );

  return (
    <Page width="full" fill>
      <PageHeader
        title="Events"
        mark={
          isLive ? (
            <Pill tone="ok" icon={Radio}>
              Live
            </Pill>
          ) : undefined
        }
        actions={
          <Button icon={isFollowing ? Pause : Play} onClick={follow}>
            {isFollowing ? "Pause" : "Follow"}
          </Button>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col gap-3 pb-4">
        <EventFilters query={query} onChange={change} />
        {list.lostAt === undefined ? null : <LostBanner since={list.lostAt} />}
        {list.error === undefined ? null : (
          <Banner
            tone="bad"
            actions={
              <Button size="dense" onClick={list.restart}>
                Try again
              </Button>
            }
          >
            The events cannot be read. {list.error.message}
          </Banner>
        )}
        <EventList workspace={workspace} list={list} empty={empty} />
      </div>
    </Page>
  );
}
