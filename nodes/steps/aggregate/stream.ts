import * as z from "zod";
import { type WindowSum, windowSumSchema } from "@/flow/window/window-sum";
import { isClosed, type TimeWindow, type Windowing } from "@/flow/window/windows";

/** What is known of one key: its latest event time, and which of its windows are open. */
export const streamSchema = z.object({
  time: z.number(),
  open: z.array(z.object({ start: z.number(), end: z.number() })),
});
export type Stream = z.infer<typeof streamSchema>;

/** One window of one key. */
export const rowSchema = z.object({
  start: z.number(),
  end: z.number(),
  /** The event whose delivery goes on when the window closes: the last that came into it. */
  owner: z.string(),
  sum: windowSumSchema,
});
export type WindowRow = z.infer<typeof rowSchema>;

export const streamKey = (key: string) => `key/${key}`;
export const rowKey = (key: string, { start }: TimeWindow) => `${start}/${key}`;

/** Windows of a key after its latest time has moved on: still open, or closed now. */
export function advance(
  stream: Stream | undefined,
  time: number,
  graceMs: number,
): { readonly time: number; readonly open: TimeWindow[]; readonly closed: TimeWindow[] } {
  const latest = Math.max(stream?.time ?? time, time);
  const known = stream?.open ?? [];
  return {
    time: latest,
    open: known.filter((window) => !isClosed(window, latest, graceMs)),
    closed: known.filter((window) => isClosed(window, latest, graceMs)),
  };
}

/** How long after its last event a window is given up, on a clock that runs as fast as that of the events. */
export function untilIdleMs(window: TimeWindow, eventTime: number, graceMs: number, idleMs: number): number {
  return Math.max(0, window.end + graceMs - eventTime) + idleMs;
}

/** The figure that was asked for. */
export function figureOf(
  figure: "count" | "sum" | "average" | "min" | "max" | "list",
  sum: WindowSum,
): unknown {
  switch (figure) {
    case "count":
      return sum.count;
    case "average":
      return sum.count === 0 ? null : sum.sum / sum.count;
    case "list":
      return sum.items;
    default:
      return sum[figure];
  }
}

/** The shape in which configs give a windowing. */
export function windowingOf(given: {
  readonly kind: Windowing["kind"];
  readonly sizeMs: number;
  readonly hopMs: number;
  readonly gapMs: number;
}): Windowing {
  const { kind, sizeMs, hopMs, gapMs } = given;
  if (kind === "session") return { kind, gapMs };
  return kind === "hopping" ? { kind, sizeMs, hopMs } : { kind, sizeMs };
}
