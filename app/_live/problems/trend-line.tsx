import { formatPlural } from "@/app/_ui/format";

const WIDTH = 120;
const HEIGHT = 24;

interface TrendLineProps {
  /** Failures per half hour of the last day, oldest first. */
  readonly trend: readonly number[];
}

/** Failures over the last day as small bars; what it says stands in words, too. */
export function TrendLine({ trend }: TrendLineProps) {
  const total = trend.reduce((sum, count) => sum + count, 0);
  const highest = Math.max(1, ...trend);
  const step = WIDTH / Math.max(1, trend.length);
  const bars = trend.flatMap((count, at) =>
    count === 0 ? [] : [{ at, height: Math.max(2, (count / highest) * (HEIGHT - 1)) }],
  );
  return (
    <figure className="flex shrink-0 flex-col items-end gap-0.5">
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${formatPlural(total, "failure")} in the last 24 hours, at most ${highest} in half an hour`}
        className="fill-bad-mark"
      >
        <rect x={0} y={HEIGHT - 1} width={WIDTH} height={1} className="fill-border" />
        {bars.map(({ at, height }) => (
          <rect key={at} x={at * step} y={HEIGHT - height} width={Math.max(1, step - 0.5)} height={height} />
        ))}
      </svg>
      <figcaption aria-hidden className="text-label font-normal text-muted tabular-nums">
        {formatPlural(total, "failure")} in 24 h
      </figcaption>
    </figure>
  );
}
