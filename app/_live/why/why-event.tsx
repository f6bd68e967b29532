"use client";

import { RotateCcw } from "lucide-react";
import { ButtonLink } from "@/app/_ui/button-link";
import { Card } from "@/app/_ui/card";
import { CopyId } from "@/app/_ui/copy-id";
import { formatPlural } from "@/app/_ui/format";
import { Pill } from "@/app/_ui/pill";
import { Sentence } from "@/app/_ui/sentence";
import { StateIcon } from "@/app/_ui/state-pill";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import { useNow } from "@/app/_ui/use-now";
import type { WhyEvent as Answered } from "@/server/why/why";
import type { WhyConsumer } from "@/server/why/why-fact";
import { eventHref } from "../event-href";
import { whatToDo } from "../what-to-do";
import { stateOf, whySentence } from "./why-words";

interface WhyEventProps {
  readonly workspace: string;
  readonly answer: Answered;
}

/** One event with every consumer of its topic: what it did, or why it did nothing. */
export function WhyEvent({ workspace, answer }: WhyEventProps) {
  const { event, consumers, drafts } = answer;
  const nobody = consumers.length + drafts.length === 0;
  return (
    <Card
      flush
      data-testid={`why:${event.topic}:${event.offset}`}
      title={
        <TextLink href={eventHref(workspace, event)} className="font-mono text-mono">
          {event.topic} {event.offset}
        </TextLink>
      }
      actions={
        <ButtonLink size="dense" variant="ghost" href={eventHref(workspace, event)}>
          Open event
        </ButtonLink>
      }
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2 text-dense text-text-2">
        <span>
          Received <Time at={event.receivedAt} />
        </span>
        <CopyId id={event.id} label="event id" />
        {event.key === null ? null : (
          <span className="min-w-0 wrap-anywhere">
            Key <span className="font-mono text-mono">{event.key}</span>
          </span>
        )}
        {event.isTest ? <Pill>test</Pill> : null}
        {event.replayId === null ? null : <span>Published by a replay</span>}
        {event.duplicates === 0 ? null : (
          <span>Arrived {formatPlural(event.duplicates, "more time")}, stored once.</span>
        )}
      </p>
      {nobody ? (
        <p className="px-4 py-3 text-dense text-text-2">
          No consumer reacts to this topic, so nothing else happened. The event is kept.
        </p>
      ) : (
        <ul aria-label={`Consumers of ${event.topic} ${event.offset}`}>
          {consumers.map((consumer) => (
            <li key={`${consumer.subscriptionId}:${runOf(consumer)}`} className="border-b last:border-b-0">
              <Line workspace={workspace} consumer={consumer} />
            </li>
          ))}
          {drafts.map((draft) => (
            <li key={`${draft.flowSlug}:${draft.consumerName}`} className="border-b last:border-b-0">
              <Row state="cancelled" name={draft.consumerName} workspace={workspace} flow={draft}>
                Never offered: this consumer stands in the draft of its flow and is not deployed.
              </Row>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const runOf = ({ fact }: WhyConsumer) => (fact.kind === "delivery" ? fact.run : 0);

function Line({ workspace, consumer }: { readonly workspace: string; readonly consumer: WhyConsumer }) {
  const now = useNow();
  const { fact } = consumer;
  const isDead = fact.kind === "delivery" && fact.status === "dead";
  const neverOffered = fact.kind === "began-later" || fact.kind === "moved-past";
  return (
    <Row
      state={stateOf(fact)}
      name={consumer.consumerName}
      workspace={workspace}
      flow={consumer}
      {...(isDead
        ? { help: whatToDo(fact.reason), href: `/w/${encodeURIComponent(workspace)}/problems` }
        : neverOffered
          ? { help: "A replay of the event delivers it to this consumer." }
          : {})}
    >
      {whySentence(fact, now)}
    </Row>
  );
}

interface RowProps {
  readonly state: ReturnType<typeof stateOf>;
  readonly name: string;
  readonly workspace: string;
  readonly flow: { readonly flowSlug: string; readonly flowName: string };
  readonly children: string;
  /** What to do. */
  readonly help?: string;
  /** Where that is done. */
  readonly href?: string;
}

function Row({ state, name, workspace, flow, children, help, href }: RowProps) {
  return (
    <div className="flex items-start gap-3 px-4 py-3">
      <span className="pt-0.5">
        <StateIcon state={state} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="text-dense">
          <span className="font-strong">{name}</span>{" "}
          <span className="text-muted">
            in{" "}
            <TextLink
              href={`/w/${encodeURIComponent(workspace)}/flows/${encodeURIComponent(flow.flowSlug)}`}
              className="inline-flex items-center gap-1"
            >
              {flow.flowName}
            </TextLink>
          </span>
        </p>
        <p className="max-w-[68ch] text-body wrap-anywhere">
          <Sentence>{children}</Sentence>
        </p>
        {help === undefined ? null : (
          <p className="max-w-[68ch] text-dense text-text-2">
            <Sentence>{help}</Sentence>
          </p>
        )}
      </div>
      {href === undefined ? null : (
        <ButtonLink size="dense" icon={RotateCcw} href={href}>
          Repair
        </ButtonLink>
      )}
    </div>
  );
}
