"use client";

import { Card } from "@/app/_ui/card";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { Sentence } from "@/app/_ui/sentence";
import { TextLink } from "@/app/_ui/text-link";
import { Time } from "@/app/_ui/time";
import type { WhyAnswer } from "@/server/why/why";
import { eventHref } from "../event-href";

interface WhyElsewhereProps {
  readonly workspace: string;
  readonly answer: WhyAnswer;
}

/** Where the event stands when it is not, or not only, in the log: kept back, deleted, or kept as a sample. */
export function WhyElsewhere({ workspace, answer }: WhyElsewhereProps) {
  const home = `/w/${encodeURIComponent(workspace)}`;
  if (answer.quarantined.length + answer.deleted.length + answer.samples.length === 0) return null;
  return (
    <Card flush title="Not in the log">
      <ul className="text-body">
        {answer.quarantined.map((one) => (
          <li key={one.id} className="flex flex-col gap-1 border-b px-4 py-3 last:border-b-0">
            <p className="max-w-[68ch] wrap-anywhere">
              It came to <code>{one.topic}</code> at <Time at={one.at} /> and did not fit version{" "}
              {one.version} of the schema <code>{one.subject}</code>.{" "}
              {one.message === null ? null : <Sentence>{one.message}</Sentence>}
            </p>
            <p className="text-dense text-text-2 wrap-anywhere">
              {one.state === "waiting" ? (
                <>
                  Kept in quarantine; no consumer was offered it.{" "}
                  <TextLink href={`${home}/quarantine?topic=${encodeURIComponent(one.topic)}`}>
                    Fix and release
                  </TextLink>
                </>
              ) : one.state === "discarded" ? (
                <>
                  {one.resolvedBy ?? "Somebody"} discarded it
                  {one.reason === null ? "." : `: ${one.reason}`}
                </>
              ) : one.releasedOffset === null ? (
                `${one.resolvedBy ?? "Somebody"} released it.`
              ) : (
                <>
                  {one.resolvedBy ?? "Somebody"} released it as{" "}
                  <TextLink href={eventHref(workspace, { topic: one.topic, offset: one.releasedOffset })}>
                    {one.topic} {one.releasedOffset}
                  </TextLink>
                  .
                </>
              )}
            </p>
          </li>
        ))}
        {answer.deleted.map((one) => (
          <li key={`${one.topic}:${one.offset}`} className="border-b px-4 py-3 last:border-b-0">
            It was stored as{" "}
            <span className="font-mono text-mono">
              {one.topic} {one.offset}
            </span>{" "}
            at <Time at={one.at} />. The topic keeps its events only for a while, and this one has been
            deleted since, with what became of it.
          </li>
        ))}
        {answer.samples.map((one) => (
          <li
            key={`${one.flowSlug}:${one.producerId}:${one.at.toISOString()}`}
            className="border-b px-4 py-3 last:border-b-0"
          >
            It came at <Time at={one.at} />, before{" "}
            <TextLink href={`${home}/flows/${encodeURIComponent(one.flowSlug)}`}>{one.flowName}</TextLink> was
            deployed for the first time, and is kept as a sample. Deploying offers to deliver it.
          </li>
        ))}
      </ul>
    </Card>
  );
}

const skippedWords = {
  quarantine: "the quarantine",
  deleted: "the ids of deleted events",
  samples: "the samples",
} as const;

/** Nothing was found: what was looked through, and what else it may be. */
export function WhyNothing({
  workspace,
  question,
  answer,
}: WhyElsewhereProps & { readonly question: string }) {
  const { topics, events, oldestAt } = answer.lookedThrough;
  const search = `/w/${encodeURIComponent(workspace)}/events?text=${encodeURIComponent(question)}`;
  return (
    <Card>
      <div className="flex max-w-[68ch] flex-col gap-2 text-body">
        <p className="wrap-anywhere">
          Nothing here has the event id, correlation id or key <code>{question}</code>.
        </p>
        <p className="text-text-2">
          Looked through {formatPlural(events, "event")} in {formatPlural(topics, "topic")}
          {oldestAt === null ? "" : ", the oldest of "}
          {oldestAt === null ? null : <Time at={oldestAt} />}, the quarantine, the ids of deleted events, and
          the samples of flows that were not deployed yet.
          {answer.skipped.length === 0
            ? ""
            : ` There was too much to look through in: ${answer.skipped.map((part) => skippedWords[part]).join(", ")}.`}
          {answer.isKeySearchCut
            ? ` There are too many events to look for a key in all of them. Filter the events by it, with a topic.`
            : ""}
        </p>
        <ul className="list-disc pl-5 text-text-2">
          <li>It may have been refused: then its sender got an answer of 4xx, and nothing of it is kept.</li>
          <li>It may never have been sent, or to another address or workspace.</li>
          <li>
            The text may stand in the payload. <TextLink href={search}>Search payloads for it</TextLink>
          </li>
        </ul>
      </div>
    </Card>
  );
}

/** What was found, in one sentence. */
export function foundSentence(answer: WhyAnswer, question: string): string {
  const count = answer.events.length;
  const many = answer.isCut ? `The first ${formatNumber(count)} events` : formatPlural(count, "event");
  if (answer.by === "key") return `${many} with the key \`${question}\`, oldest first.`;
  if (answer.by === "correlation") return `${many} of the conversation \`${question}\`, oldest first.`;
  const asked = answer.events.filter(({ event }) => event.id === question).length;
  const others = count - asked;
  const first = formatPlural(asked, "event has", "events have");
  return `${first} this id${others === 0 ? "." : `; ${formatPlural(others, "more belongs", "more belong")} to the same conversation.`}`;
}
