import { formatDuration, formatPlural } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import type { DeliveryChip } from "@/server/events/event-row";
import { consumerTitle } from "../consumer-title";

const finished = new Set(["succeeded", "filtered"]);

/**
 * The first line of an event's page: what became of it, in one sentence.
 * @param chips one per consumer of the live run
 * @param receivedAt when the event was stored: the time that it took counts from there, waiting included
 */
export function outcomeSentence(chips: readonly DeliveryChip[], now: Date, receivedAt: Date): string {
  if (chips.length === 0) return "No consumer reacts to this topic yet. The event is kept.";
  const consumers = formatPlural(chips.length, "consumer");
  const dead = chips.find((chip) => chip.status === "dead");
  if (dead !== undefined) {
    const count = chips.filter((chip) => chip.status === "dead").length;
    const who = count === 1 ? consumerTitle(dead, chips) : formatPlural(count, "consumer");
    return `Given up by ${who} after ${formatPlural(dead.attempts, "attempt")}. ${dead.message ?? ""}`.trim();
  }
  const waits = chips.find((chip) => chip.status === "retrying" || chip.status === "held");
  if (waits !== undefined) {
    const until = waits.dueAt === null ? "" : ` until ${formatTime(waits.dueAt, now)}`;
    return `${consumerTitle(waits, chips)} waits${until}${waits.message ? `: ${waits.message}` : "."}`;
  }
  const done = chips.filter((chip) => finished.has(chip.status));
  if (done.length < chips.length) return `Delivered to ${done.length} of ${consumers}; the others are at it.`;
  const skipped = chips.filter((chip) => chip.status === "filtered").length;
  const slowest = Math.max(
    0,
    ...done.map(({ finishedAt }) => (finishedAt === null ? 0 : finishedAt.getTime() - receivedAt.getTime())),
  );
  const delivered = done.length - skipped;
  if (delivered === 0)
    return chips.length === 1 ? (chips[0]?.message ?? "Skipped.") : `Skipped by all ${consumers}.`;
  return `Delivered to ${delivered} of ${consumers} in ${slowest < 1 ? "less than 1 ms" : formatDuration(slowest)}${skipped > 0 ? `; skipped by ${skipped}` : ""}.`;
}
