import { cn } from "./cn";
import { sparkPoints } from "./spark-points";

interface SparklineProps {
  readonly values: readonly number[];
  /** What it shows, with the figures that matter: "Events per minute in the last hour, 12 at most". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  readonly className?: string | undefined;
}

/** The course of one figure, without axes; takes the colour of the text around it. */
export function Sparkline({ values, label, width = 64, height = 16, className }: SparklineProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={cn("shrink-0 text-edge", className)}
    >
      <polyline
        points={sparkPoints(values, width, height)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
