import type { inferRouterOutputs } from "@trpc/server";
import { formatCount, formatDuration } from "@/app/_ui/format";
import type { AppRouter } from "@/server/api/root";

export type HealthOverTime = inferRouterOutputs<AppRouter>["health"]["overTime"];
type Point = HealthOverTime["points"][number];

/** One line of a chart. */
export interface Series {
  readonly label: string;
  readonly color: "chart-1" | "chart-2" | "chart-3" | "bad-mark" | "wait-mark" | "off-mark";
  readonly format: (value: number) => string;
  readonly values: readonly (number | null)[];
  /** Seconds, with a scale of their own at the right. */
  readonly isRight?: boolean;
}

/** A chart as figures; what draws it and what lists it read the same. */
export interface Chart {
  readonly title: string;
  readonly series: readonly Series[];
  /** Each unit of the scale is a power of ten. */
  readonly isLogarithmic?: boolean;
}

const MINUTE_MS = 60_000;
const perMinute = (value: number) => `${formatCount(Math.round(value * 10) / 10)}/min`;

/** From here on a consumer does not keep up, whether it falls behind further or not. */
const LATE_SECONDS = 60;

/** Whether there are consumers, and nothing of theirs is late, failing or given up. */
export function keepsUp(consumers: HealthOverTime["consumers"]): boolean {
  return (
    consumers.length > 0 &&
    consumers.every(
      ({ state, lagSeconds, dead, retrying }) =>
        dead === 0 && retrying === 0 && (state !== "active" || lagSeconds < LATE_SECONDS),
    )
  );
}

/** The four charts of Health. */
export function chartsOf(health: HealthOverTime, now: Date): readonly Chart[] {
  const { points } = health;
  /** A step that runs counts for the part of it that is over. */
  const rate = (pick: (point: Point) => number) =>
    points.map((point) => {
      if (point.isUnknown && pick(point) === 0) return null;
      const minutes = Math.min(health.stepMinutes, (now.getTime() - point.at.getTime()) / MINUTE_MS);
      // Too little of it is over to say something.
      return minutes < health.stepMinutes / 3 ? null : pick(point) / minutes;
    });
  const known = (pick: (point: Point) => number) =>
    points.map((point, index) => (point.isUnknown && index < points.length - 1 ? null : pick(point)));
  const latency = (pick: (point: Point) => number | undefined) => points.map((point) => pick(point) ?? null);
  const seconds = (value: number) => (value === 0 ? "0 s" : formatDuration(value * 1000));
  // Events are counted at the end of a minute: where nobody looked then, they are not known.
  const events = rate((point) => point.events).map((value, index) =>
    health.stepMinutes === 1 && (points[index + 1]?.isUnknown ?? true) ? null : value,
  );
  return [
    {
      title: "Throughput",
      series: [
        { label: "Events", color: "chart-2", format: perMinute, values: events },
        {
          label: "Delivered",
          color: "chart-1",
          format: perMinute,
          values: rate(({ succeeded }) => succeeded),
        },
        { label: "Filtered", color: "off-mark", format: perMinute, values: rate(({ filtered }) => filtered) },
      ],
    },
    {
      title: "Failures",
      series: [
        { label: "Dead letters", color: "bad-mark", format: perMinute, values: rate(({ dead }) => dead) },
        {
          label: "Tried again",
          color: "wait-mark",
          format: perMinute,
          values: rate(({ retried }) => retried),
        },
      ],
    },
    {
      title: "Time to delivery",
      isLogarithmic: true,
      series: [
        { label: "Half within", color: "chart-1", format: formatDuration, values: latency(({ p50 }) => p50) },
        { label: "95 % within", color: "chart-2", format: formatDuration, values: latency(({ p95 }) => p95) },
        { label: "99 % within", color: "chart-3", format: formatDuration, values: latency(({ p99 }) => p99) },
      ],
    },
    {
      title: "Waiting",
      series: [
        { label: "Events waiting", color: "chart-1", format: formatCount, values: known(({ lag }) => lag) },
        {
          label: "Oldest",
          color: "chart-3",
          format: seconds,
          values: known(({ lagSeconds }) => lagSeconds),
          isRight: true,
        },
      ],
    },
  ];
}

/** What the figures mean, for whoever reads them as a table. */
export const FIGURES =
  "Half within 20 ms: half of the events took no longer from being stored to the end of their first try. Oldest: the age of the oldest event that waits.";

/** A chart in one sentence, for those who do not see it: "Events: at most 120/min, last 80/min. …" */
export function inWords({ series }: Chart): string {
  return series
    .map(({ label, values, format }) => {
      const known = values.filter((value) => value !== null);
      const last = known.at(-1);
      if (last === undefined) return `${label}: nothing known.`;
      return `${label}: at most ${format(Math.max(...known))}, last ${format(last)}.`;
    })
    .join(" ");
}
