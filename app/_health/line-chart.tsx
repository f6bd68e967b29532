"use client";

import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { cn } from "@/app/_ui/cn";
import { formatTime } from "@/app/_ui/format-time";
import { useTheme } from "@/app/_ui/use-theme";
import { type Chart, inWords, type Series } from "./chart-words";

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
        ? { distr: 3 }
        : { range: (_chart, _min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] },
      right: { range: (_chart, _min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] },
    },
    axes: [
      { stroke: muted, font, grid: { show: false }, ticks: { stroke: border, size: 4 }, size: 28 },
      ...sides.map((isRight): uPlot.Axis => {
        const { format } = chart.series.find((one) => !!one.isRight === isRight) ?? { format: String };
        return {
          scale: isRight ? "right" : "left",
          side: isRight ? 1 : 3,
          ...{ stroke: muted, font, size: 62, ticks: { show: false } },
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
          points: { show: false },
          ...(isRight && { dash: [4, 3] }),
        }),
      ),
    ],
    hooks: { setCursor: [({ cursor }) => showAt(cursor.idx ?? undefined)] },
  };
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

  const index = at ?? times.length - 1;
  const time = at === undefined ? undefined : times[at];
  return (
    <figure
      className="min-w-0 rounded-card border border-border bg-surface p-4 shadow-1"
      aria-label={chart.title}
    >
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1 pb-2">
        <span className="text-heading">{chart.title}</span>
        <span className="flex min-w-0 flex-1 flex-wrap justify-end gap-x-3 text-label font-normal text-muted">
          {time === undefined ? null : <span className="tabular-nums">{formatTime(time, new Date())}</span>}
          {chart.series.map(({ label, color, values, format }) => (
            <span key={label} className="flex items-center gap-1.5">
              <span aria-hidden className={cn("size-2 rounded-full", swatches[color])} />
              {label}
              <span className="min-w-10 text-right text-text-2 tabular-nums">
                {values[index] === null || values[index] === undefined ? "–" : format(values[index])}
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
