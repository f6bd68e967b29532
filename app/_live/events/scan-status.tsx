"use client";

import { Button } from "@/app/_ui/button";
import { formatNumber, formatPlural } from "@/app/_ui/format";
import { formatTime } from "@/app/_ui/format-time";
import type { EventFeed, ScanProgress } from "./event-feed";
import { useFeed } from "./use-event-feed";

function wordsOf(progress: ScanProgress): string {
  const { direction, scanned, matched, passedOver, whyPassedOver, reached, state } = progress;
  const way = direction === "older" ? "back to" : "up to";
  const counts = `Scanned ${formatNumber(scanned)}, matched ${formatNumber(matched)}`;
  const back = reached === undefined || state === "done" ? "" : `, ${way} ${formatTime(reached, new Date())}`;
  const over =
    passedOver === 0 ? "" : ` ${formatPlural(passedOver, "event")} passed over. ${whyPassedOver ?? ""}`;
  return `${counts}${back}.${over}`;
}

interface ScanStatusProps {
  readonly feed: EventFeed;
  /** Without a filter a page comes at once, and how it was found is nobody's business. */
  readonly hasFilters: boolean;
}

/** How far a search has come, and how many events came meanwhile. */
export function ScanStatus({ feed, hasFilters }: ScanStatusProps) {
  const { progress, received, oneOf, isFollowing, passedOver, skipped, hasNewer } = useFeed(
    feed,
    (list) => list,
  );
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-label text-muted tabular-nums">
      <span data-testid="received" data-count={received}>
        {received === 0 ? "Nothing new" : `${formatPlural(received, "event")} received`} since you opened this
        page
      </span>
      {oneOf > 1 && isFollowing ? (
        <span data-testid="sampled">Showing 1 of {formatNumber(oneOf)}. Pause to see all.</span>
      ) : null}
      {passedOver > 0 ? (
        <span>
          {formatPlural(passedOver, "new event")} passed over: too large, or the expression does not fit.
        </span>
      ) : null}
      {skipped > 0 ? (
        <span>{formatPlural(skipped, "event")} came while you were away; these are the newest.</span>
      ) : null}
      {hasFilters && progress !== undefined ? (
        <span data-testid="scan-progress">{wordsOf(progress)}</span>
      ) : null}
      {hasFilters && progress?.state === "going" ? (
        <Button size="dense" variant="ghost" onClick={feed.cancel}>
          Cancel
        </Button>
      ) : null}
      {progress?.state === "resting" || progress?.state === "cancelled" ? (
        <Button size="dense" onClick={feed.goOn}>
          Continue
        </Button>
      ) : null}
      {hasNewer && progress?.state !== "going" ? (
        <Button size="dense" onClick={feed.newer}>
          Newer events
        </Button>
      ) : null}
    </div>
  );
}
