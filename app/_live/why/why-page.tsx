"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleHelp, Link as LinkIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Page } from "@/app/_ui/page";
import { PageHeader } from "@/app/_ui/page-header";
import { SearchInput } from "@/app/_ui/search-input";
import { Sentence } from "@/app/_ui/sentence";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { useCopy } from "@/app/_ui/use-copy";
import { TestTrafficNote } from "../test-traffic/test-traffic-note";
import { useTestEventsHidden } from "../test-traffic/use-test-traffic";
import { foundSentence, WhyElsewhere, WhyNothing } from "./why-elsewhere";
import { WhyEvent } from "./why-event";
import { whyHref } from "./why-href";

const REFRESH_MS = 10_000;

interface WhyPageProps {
  readonly workspace: string;
  /** As it stands in the address; empty: nothing was asked yet. */
  readonly question: string;
}

/** What happened with an event, a key or a conversation, and what did not. The address is the question. */
export function WhyPage({ workspace, question }: WhyPageProps) {
  const router = useRouter();
  const [text, setText] = useState(question);
  const { copied, copy } = useCopy();
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") router.push(whyHref(workspace, text.trim()));
  };
  return (
    <Page>
      <PageHeader
        title="Why"
        description="What happened with an event, and what did not."
        actions={
          question === "" ? undefined : (
            <Button icon={LinkIcon} onClick={() => copy(window.location.href)}>
              {copied ? "Copied" : "Copy link"}
            </Button>
          )
        }
      />
      <form onSubmit={ask} className="flex flex-wrap items-center gap-2 pb-4">
        <SearchInput
          value={text}
          onValueChange={setText}
          placeholder="Event id, key or correlation id"
          className="w-120"
        />
        <Button
          type="submit"
          variant="primary"
          disabled={text.trim() === "" ? "Write what to look for." : false}
        >
          Ask why
        </Button>
      </form>
      {question === "" ? (
        <EmptyState icon={CircleHelp}>
          Ask for an event by its id, by the key of a customer or an order, or by the id of a conversation.
        </EmptyState>
      ) : (
        <Answer key={question} workspace={workspace} question={question} />
      )}
    </Page>
  );
}

function Answer({ workspace, question }: WhyPageProps) {
  const trpc = useTRPC();
  const areTestsHidden = useTestEventsHidden();
  const { data, error } = useQuery(
    trpc.events.why.queryOptions(
      { workspace, question },
      { refetchInterval: REFRESH_MS, placeholderData: keepPreviousData },
    ),
  );
  if (data === undefined) {
    return error === null ? <SkeletonRows comfortable /> : <Banner tone="bad">{error.message}</Banner>;
  }
  // Who asks for one event by its id means that one, whatever it is.
  const shown = areTestsHidden
    ? data.events.filter(({ event }) => !event.isTest || event.id === question)
    : data.events;
  const isNowhere =
    data.events.length + data.quarantined.length + data.deleted.length + data.samples.length === 0;
  return (
    <div className="flex flex-col gap-4">
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {data.events.length === 0 ? null : (
        <p className="text-heading font-normal wrap-anywhere" data-testid="found">
          <Sentence>{foundSentence(data, question)}</Sentence>
        </p>
      )}
      <TestTrafficNote count={data.events.length - shown.length} />
      {isNowhere ? <WhyNothing workspace={workspace} question={question} answer={data} /> : null}
      <WhyElsewhere workspace={workspace} answer={data} />
      {shown.map((answer) => (
        <WhyEvent
          key={`${answer.event.topicId}:${answer.event.offset}`}
          workspace={workspace}
          answer={answer}
        />
      ))}
    </div>
  );
}
