import type { LiveWire } from "@/app/_live/live-flow";
import { formatCount, formatDuration, formatRate } from "@/app/_ui/format";
import type { BacklogLimit } from "@/flow/document/flow-document";

/** Without a limit: from this age of the oldest on a backlog is worth a look, and from this one somebody should act. */
const lookMs = 60_000;
const actMs = 10 * 60_000;
/** Shares of its limit from which on a backlog is worth a look, or somebody should act. */
const lookShare = 0.6;
const actShare = 0.85;

/** How urgent it is that something waits: ordinary waiting is none. */
export function urgencyOf(
  wire: LiveWire | undefined,
  now: Date,
  limit: BacklogLimit | undefined,
): "wait" | "bad" | undefined {
  if (wire === undefined || wire.waiting === 0) return undefined;
  const ageMs = wire.oldestWaitingAt === undefined ? 0 : now.getTime() - wire.oldestWaitingAt.getTime();
  if (limit === undefined) return ageMs >= actMs ? "bad" : ageMs >= lookMs ? "wait" : undefined;
  const share = shareOf(wire, ageMs, limit);
  return share >= actShare ? "bad" : share >= lookShare ? "wait" : undefined;
}

function shareOf({ waiting }: LiveWire, ageMs: number, { events, ageMs: mostMs }: BacklogLimit): number {
  return Math.max(events === undefined ? 0 : waiting / events, mostMs === undefined ? 0 : ageMs / mostMs);
}

/** Why a backlog is urgent, and what to do. */
function urgencyWords(
  wire: LiveWire,
  ageMs: number,
  limit: BacklogLimit | undefined,
  urgency: "wait" | "bad",
) {
  const todo = urgency === "bad" ? "act" : "look soon";
  if (limit === undefined) return `more than ${urgency === "bad" ? "10" : "1"} min: ${todo}`;
  return `${Math.round(100 * shareOf(wire, ageMs, limit))} % of the limit: ${todo}`;
}

/** All that is known about a wire: "12/s · 3 waiting, the oldest for 12 s". */
export function wireFigures(wire: LiveWire, now: Date, limit: BacklogLimit | undefined): string {
  const { perSecond, waiting, oldestWaitingAt, retrying } = wire;
  const ageMs = oldestWaitingAt === undefined ? undefined : now.getTime() - oldestWaitingAt.getTime();
  const age = ageMs === undefined ? "" : `, the oldest for ${formatDuration(Math.max(1000, ageMs))}`;
  const urgency = urgencyOf(wire, now, limit);
  return [
    perSecond === 0 ? "no events in the last minute" : formatRate(perSecond),
    waiting === 0 ? "nothing waits" : `${formatCount(waiting)} waiting${age}`,
    retrying === 0 ? "" : `${formatCount(retrying)} will be tried again`,
    urgency === undefined ? "" : urgencyWords(wire, ageMs ?? 0, limit, urgency),
  ]
    .filter(Boolean)
    .join(" · ");
}
