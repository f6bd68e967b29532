import type { LiveWire } from "@/app/_live/live-flow";
import { formatCount, formatDuration, formatRate } from "@/app/_ui/format";

/** From this age of the oldest on a backlog is worth a look, and from this one somebody should act. */
const lookMs = 60_000;
const actMs = 10 * 60_000;

/** How urgent it is that something waits: ordinary waiting is none. */
export function urgencyOf(wire: LiveWire | undefined, now: Date): "wait" | "bad" | undefined {
  if (wire?.oldestWaitingAt === undefined || wire.waiting === 0) return undefined;
  const ageMs = now.getTime() - wire.oldestWaitingAt.getTime();
  if (ageMs >= actMs) return "bad";
  return ageMs >= lookMs ? "wait" : undefined;
}

/** All that is known about a wire: "12/s · 3 waiting, the oldest for 12 s". */
export function wireFigures(wire: LiveWire, now: Date): string {
  const { perSecond, waiting, oldestWaitingAt, retrying } = wire;
  const ageMs = oldestWaitingAt === undefined ? undefined : now.getTime() - oldestWaitingAt.getTime();
  const age = ageMs === undefined ? "" : `, the oldest for ${formatDuration(Math.max(1000, ageMs))}`;
  const urgency = urgencyOf(wire, now);
  return [
    perSecond === 0 ? "no events in the last minute" : formatRate(perSecond),
    waiting === 0 ? "nothing waits" : `${formatCount(waiting)} waiting${age}`,
    retrying === 0 ? "" : `${formatCount(retrying)} will be tried again`,
    urgency === "bad" ? "more than 10 min: act" : urgency === "wait" ? "more than 1 min: look soon" : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
