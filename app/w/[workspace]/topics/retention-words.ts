import { formatCount, formatPlural } from "@/app/_ui/format";
import type { TopicSummary } from "@/server/topics/list-topics";

type Kept = Pick<TopicSummary, "keepDays" | "keepEvents" | "heldBack">;

/** How long a topic's events stay, in few words; longer while somebody needs them. */
export function staySentence({ keepDays, keepEvents, heldBack }: Kept): string {
  const parts = [
    ...(keepDays === null ? [] : [formatPlural(keepDays, "day")]),
    ...(keepEvents === null ? [] : [`newest ${formatCount(keepEvents)}`]),
  ];
  if (parts.length === 0) return "for ever";
  return heldBack > 0 ? `${parts.join(", ")}, some longer` : parts.join(", ");
}

/** Why events stay that should be gone by now; undefined when there are none. */
export function heldBackSentence(topic: Pick<TopicSummary, "heldBack" | "heldBackBy">): string | undefined {
  if (topic.heldBack === 0) return undefined;
  const who = topic.heldBackBy.length === 0 ? "somebody" : topic.heldBackBy.join(", ");
  const isOne = topic.heldBack === 1;
  const needs = topic.heldBackBy.length > 1 ? "need" : "needs";
  return `${formatPlural(topic.heldBack, "older event")} ${isOne ? "is" : "are"} kept, because ${who} still ${needs} ${isOne ? "it" : "them"}.`;
}
