"use client";

import { cn } from "./cn";
import { formatExactTime, formatRelativeTime, formatTime } from "./format-time";
import { Tooltip } from "./tooltip";
import { useIsHydrated, useNow } from "./use-now";

interface TimeProps {
  readonly at: Date | string;
  readonly className?: string;
}

/** Today `13:02:11`, else `12 Nov, 13:02`; the exact time with its zone on hover. */
export function Time({ at, className }: TimeProps) {
  return <Shown at={at} className={className} write={(date) => formatTime(date, new Date())} />;
}

/** The clock that all share goes once a second, and that of the server may go before it. */
const aheadMs = 3000;

/** `12 s ago` under an hour, then the plain time; keeps itself up to date. */
export function Ago({ at, className }: TimeProps) {
  const now = useNow();
  const write = (date: Date) => {
    const isJustNow = date > now && date.getTime() - now.getTime() < aheadMs;
    return formatRelativeTime(date, isJustNow ? date : now);
  };
  return <Shown at={at} className={className} write={write} />;
}

interface ShownProps {
  readonly at: Date | string;
  readonly className: string | undefined;
  readonly write: (date: Date) => string;
}

function Shown({ at, className, write }: ShownProps) {
  // The server does not know the zone of the reader: until the browser has taken over, nothing is better than wrong.
  const isHydrated = useIsHydrated();
  const date = typeof at === "string" ? new Date(at) : at;
  return (
    <Tooltip text={isHydrated ? formatExactTime(date) : ""}>
      <time dateTime={date.toISOString()} className={cn("whitespace-nowrap tabular-nums", className)}>
        {isHydrated ? write(date) : "\u2007\u2007:\u2007\u2007:\u2007\u2007"}
      </time>
    </Tooltip>
  );
}
