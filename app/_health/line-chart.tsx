"use client";

import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { cn } from "@/app/_ui/cn";
import { formatTime } from "@/app/_ui/format-time";
import { useTheme } from "@/app/_ui/use-theme";
import { type Chart, inWords, type Series } from "./chart-words";
import { logRange, logSplits } from "./log-scale";

const HEIGHT = 176;
const swatches: Record<Series["color"], string> = {
  "chart-1": "bg-chart-1",
  "chart-2": "bg-chart-2",
  "chart-3": "bg-chart-3",
  "bad-mark": "bg-bad-mark",
  "wait-mark": "bg-wait-mark",
  "off-mark": "bg-off-mark",
};

/** A canvas knows no variables: what a token is here and now. */
function colorOf(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--color-${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Steps of a scale whose units are whole. */
const WHOLE = [1, 2, 5]
  .flatMap((unit) => Array.from({ length: 10 }, (_, power) => unit * 10 ** power))
  .sort((a, b) => a - b);
const DAY_S = 86_400;
const SECONDS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, DAY_S, 7 * DAY_S];

/** A time on the axis: `13:00`, or `12 Nov` where the steps are days. */
function timeOf(seconds: number, stepSeconds: number): string {
  return new Intl.DateTimeFormat(
    "en-GB",
    stepSeconds >= DAY_S ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" },
  ).format(seconds * 1000);
}

const upFromZero: uPlot.Scale.Range = (_chart, _min, max) => [0, Math.max(4, (max ?? 0) * 1.1)];

function optionsOf(
  host: HTMLElement,
  chart: Chart,
  showAt: (index: number | undefined) => void,
): uPlot.Options {
  const [muted, border] = [colorOf(host, "muted"), colorOf(host, "border")];
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const sides = [false, true].filter((isRight) => chart.series.some((one) => !!one.isRight === isRight));
  return {
    width: host.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: "health" }, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      left: chart.isLogarithmic
        ? { distr: 3, range: (_chart, min, max) => logRange(min, max) }
        : { range: upFromZero },
      right: { range: upFromZero },
    },
    axes: [
      {
        ...{ stroke: muted, font, size: 28, space: 64 },
        ...{ grid: { show: false }, ticks: { stroke: border, size: 4 } },
        values: (_chart, splits, _axis, _space, step) => splits.map((at) => timeOf(at, step)),
      },
      ...sides.map((isRight): uPlot.Axis => {
        const { format } = chart.series.find((one) => !!one.isRight === isRight) ?? { format: String };
        return {
          scale: isRight ? "right" : "left",
          side: isRight ? 1 : 3,
          ...{ stroke: muted, font, size: 62, ticks: { show: false } },
          ...(!chart.isLogarithmic && { incrs: isRight ? SECONDS : WHOLE }),
          ...(chart.isLogarithmic && {
            splits: (_chart, _axis, min, max) => logSplits(min, max),
            // Its own filter leaves powers of ten, of which there may be one.
            filter: (_chart, splits) => splits,
          }),
          grid: { show: !isRight, stroke: border, width: 1 },
          values: (_chart, values) =>
            values.map((value: number | null) => (value === null ? "" : format(value))),
        };
      }),
    ],
    series: [
      {},
      ...chart.series.map(
        ({ label, color, isRight }): uPlot.Series => ({
          label,
          scale: isRight ? "right" : "left",
          stroke: colorOf(host, color),
          width: 1.5,
          points: { size: 4, filter: (plot, index) => lonely(plot.data[index] ?? []) },
          ...(isRight && { dash: [4, 3] }),
        }),
      ),
    ],
    hooks: { setCursor: [({ cursor }) => showAt(cursor.idx ?? undefined)] },
  };
}

/** Points with nothing known beside them: no line would show them. */
function lonely(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from(values, (value, index) =>
    value != null && values[index - 1] == null && values[index + 1] == null ? index : -1,
  ).filter((index) => index >= 0);
}

/** What a legend shows: the value under the pointer, or else the newest that is known. */
function valueAt(values: Series["values"], at: number | undefined): number | null | undefined {
  return at === undefined ? values.findLast((value) => value !== null) : values[at];
}

function written(value: number | null | undefined, format: Series["format"]): string {
  return value == null ? "–" : format(value);
}

interface LineChartProps {
  readonly chart: Chart;
  readonly times: readonly Date[];
}

/** Lines over time; what the pointer is at, or else the newest value, stands in the legend. */
export function LineChart({ chart, times }: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  const [theme] = useTheme();
  const drawn = useRef<uPlot>(undefined);
  const data: uPlot.AlignedData = [
    times.map((time) => time.getTime() / 1000),
    ...chart.series.map(({ values }) => [...values]),
  ];
  const latest = useRef({ chart, data });
  latest.current = { chart, data };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const draw = () => {
      drawn.current?.destroy();
      drawn.current = new uPlot(
        optionsOf(element, latest.current.chart, setAt),
        latest.current.data,
        element,
      );
    };
    draw();
    const resized = new ResizeObserver(() => {
      if (drawn.current?.width !== element.clientWidth) {
        drawn.current?.setSize({ width: element.clientWidth, height: HEIGHT });
      }
    });
    resized.observe(element);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      scheme.removeEventListener("change", draw);
      resized.disconnect();
      drawn.current?.destroy();
      drawn.current = undefined;
    };
  }, [theme]);
  useEffect(() => {
    drawn.current?.setData(data);
  });

  const time = at === undefined ? undefined : times[at];
  return (
    <figure
      className="min-w-0 rounded-card border border-border bg-surface p-4 shadow-1"
      aria-label={chart.title}
    >
      <figcaption className="pb-2">
        <span className="flex items-baseline justify-between gap-3">
          <span className="text-heading">{chart.title}</span>
          <span className="text-label font-normal text-muted tabular-nums">
            {time === undefined ? "newest" : formatTime(time, new Date())}
          </span>
        </span>
        <span className="flex flex-wrap gap-x-4 text-label font-normal text-muted">
          {chart.series.map(({ label, color, values, format }) => (
            <span key={label} className="flex items-center gap-1.5">
              <span aria-hidden className={cn("size-2 rounded-full", swatches[color])} />
              {label}
              <span className="min-w-12 text-text-2 tabular-nums">
                {written(valueAt(values, at), format)}
              </span>
            </span>
          ))}
        </span>
      </figcaption>
      <div
        ref={host}
        role="img"
        aria-label={inWords(chart)}
        className="w-full overflow-hidden"
        style={{ height: HEIGHT }}
      />
    </figure>
  );
}
