import { cn } from "./cn";
import { formatNumber } from "./format";

interface OutcomeBarProps {
  readonly ok: number;
  readonly filtered: number;
  readonly failed: number;
  /** Share of all that this is, 0 to 1; absent: all. The rest of the bar stays empty. */
  readonly share?: number;
  /** The figures under the bar; leave it out where they stand beside it. */
  readonly legend?: boolean;
  readonly className?: string;
}

/** Shares of what went well, was filtered and failed, in this order; failed ones are hatched, for eyes that see no red. */
export function OutcomeBar({ ok, filtered, failed, share = 1, legend = false, className }: OutcomeBarProps) {
  const parts = [
    { word: "succeeded", count: ok, fill: "bg-ok-mark" },
    { word: "filtered", count: filtered, fill: "bg-off-mark" },
    { word: "failed", count: failed, fill: "bg-bad-mark hatched text-surface" },
  ];
  const shown = parts.filter((part) => part.count > 0);
  const rest = share > 0 ? shown.reduce((sum, { count }) => sum + count, 0) * (1 / share - 1) : 0;
  const sentence = parts.map((part) => `${formatNumber(part.count, 0)} ${part.word}`).join(", ");
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <div
        role="img"
        aria-label={sentence}
        className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-border"
      >
        {shown.map((part) => (
          <div key={part.word} style={{ flexGrow: part.count }} className={cn("min-w-1", part.fill)} />
        ))}
        {rest > 0 ? <div style={{ flexGrow: rest }} /> : null}
      </div>
      {legend ? (
        <ul aria-hidden className="flex flex-wrap gap-x-3 text-label font-normal text-muted tabular-nums">
          {parts.map((part) => (
            <li key={part.word} className="flex items-center gap-1.5">
              <span className={cn("size-2 rounded-full", part.fill)} />
              {formatNumber(part.count, 0)} {part.word}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
