"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { ButtonLink } from "@/app/_ui/button-link";
import { Card } from "@/app/_ui/card";
import { Page } from "@/app/_ui/page";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { Skeleton, SkeletonRows } from "@/app/_ui/skeleton";
import { StateIcon } from "@/app/_ui/state-pill";
import { useNow } from "@/app/_ui/use-now";
import { aroundHref } from "../event-href";
import { eventKey } from "../event-key";
import { useOutcomes } from "../use-outcomes";
import { Causation } from "./causation";
import { DeliveryDetails } from "./delivery-details";
import { chipId, DeliveryTimeline } from "./delivery-timeline";
import { Envelope, type WholeEvent } from "./envelope";
import { EventActions } from "./event-actions";
import { outcomeSentence } from "./outcome-sentence";
import { Payload } from "./payload";
import { payloadJson } from "./payload-json";
import { SchemaVerdict } from "./schema-verdict";

interface EventPageProps {
  readonly workspace: string;
  readonly topic: string;
  readonly offset: number;
  /** Slug of the flow that the reader came from. */
  readonly flow: string | undefined;
}

/** One event: what became of it, in a sentence and in detail. */
export function EventPage({ workspace, topic, offset, flow }: EventPageProps) {
  const trpc = useTRPC();
  const event = useQuery(trpc.events.get.queryOptions({ workspace, topic, offset }));
  const back =
    flow === undefined
      ? { href: aroundHref(workspace, { topic, offset }), text: "Events around it" }
      : { href: `/w/${workspace}/flows/${flow}`, text: "Back to the flow" };
  return (
    <Page className="gap-4">
      <div>
        <ButtonLink href={back.href} variant="ghost" size="dense" icon={ArrowLeft} className="-ml-2">
          {back.text}
        </ButtonLink>
      </div>
      {event.data !== undefined ? (
        <Found workspace={workspace} event={event.data} />
      ) : event.error !== null ? (
        <Banner tone="bad">{event.error.message}</Banner>
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
}

function Found({ workspace, event }: { readonly workspace: string; readonly event: WholeEvent }) {
  const trpc = useTRPC();
  const now = useNow();
  const ref = { workspace, topic: event.topic, offset: event.offset };
  const outcome = useOutcomes(workspace, [event]).get(eventKey(event));
  const chips = outcome ?? [];
  const states = chips.map((chip) => `${chip.deliveryId}:${chip.status}:${chip.attempts}`).join();
  const deliveries = useQuery(trpc.events.deliveries.queryOptions(ref));
  const causation = useQuery(trpc.events.causation.queryOptions(ref));
  const queries = useQueryClient();
  useEffect(() => {
    if (states === "") return;
    // Whenever a chip changed, the details follow, and what was caused.
    const changed = { workspace, topic: event.topic, offset: event.offset };
    void queries.invalidateQueries(trpc.events.deliveries.queryFilter(changed));
    void queries.invalidateQueries(trpc.events.causation.queryFilter(changed));
  }, [queries, trpc, workspace, event.topic, event.offset, states]);
  const live = chips.filter((chip) => chip.run === 0);
  const worst = live.find((chip) => chip.status !== "succeeded" && chip.status !== "filtered") ?? live[0];
  const shownFirst = worst ?? chips[0];
  const [chosen, setChosen] = useState<string>();
  const payload = useMemo(
    () => (payloadJson(event.text) ?? { value: event.text ?? undefined }).value,
    [event],
  );
  const selected = chosen ?? (shownFirst === undefined ? undefined : chipId(shownFirst));
  const delivery = deliveries.data?.find((each) => chipId(each) === selected);

  return (
    <>
      <header className="flex flex-col gap-1">
        <h1 className="flex items-baseline gap-2 text-title">
          <span className="truncate font-mono">{event.topic}</span>
          <span className="text-muted tabular-nums">{event.offset}</span>
          {event.isTest ? <Pill className="self-center">test</Pill> : null}
        </h1>
        {outcome === undefined ? (
          <Skeleton className="w-80 max-w-full" />
        ) : (
          <p className="flex items-center gap-2 text-heading font-normal" data-testid="outcome">
            {worst === undefined ? null : <StateIcon state={worst.status} named={false} />}
            <span className="min-w-0 wrap-anywhere">
              <Sentence>{outcomeSentence(live, now, event.receivedAt)}</Sentence>
            </span>
          </p>
        )}
      </header>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[17.5rem_minmax(0,1fr)_17.5rem]">
        <div className="flex flex-col gap-4">
          <Card flush title="Consumers">
            {outcome === undefined ? (
              <SkeletonRows />
            ) : chips.length > 0 ? (
              <DeliveryTimeline chips={chips} selected={selected} onSelect={setChosen} />
            ) : (
              <p className="px-4 py-3 text-dense text-muted">No consumer reacts to this topic.</p>
            )}
          </Card>
          {causation.data === undefined ? null : (
            <Card flush title="Conversation">
              <Causation workspace={workspace} current={eventKey(event)} {...causation.data} />
            </Card>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {delivery === undefined ? null : (
            <DeliveryDetails
              key={delivery.id}
              delivery={delivery}
              payload={payload}
              receivedAt={event.receivedAt}
            />
          )}
          <Payload workspace={workspace} event={event} />
        </div>
        <div className="flex flex-col gap-4">
          <EventActions
            workspace={workspace}
            event={event}
            chips={live}
            selected={live.find((chip) => chipId(chip) === selected)}
          />
          <SchemaVerdict workspace={workspace} event={event} />
          <Card flush title="Envelope">
            <Envelope event={event} />
          </Card>
        </div>
      </div>
    </>
  );
}
