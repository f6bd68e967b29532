import { formatExactTime, formatTime } from "@/app/_ui/format-time";

/** When an event was received, in a list that hundreds pass through: without a tooltip to be made for each. */
export function RowTime({ at }: { readonly at: Date }) {
  return (
    <time dateTime={at.toISOString()} title={formatExactTime(at)} className="whitespace-nowrap tabular-nums">
      {formatTime(at, new Date())}
    </time>
  );
}
