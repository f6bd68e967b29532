/** A span of event time, start included and end excluded; milliseconds since 1970. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** How time is cut. Lengths in milliseconds, all above 0. */
export type Windowing =
  /** One after the other. */
  | { readonly kind: "tumbling"; readonly sizeMs: number }
  /** Of `sizeMs` each, a new one every `hopMs`: they overlap when it is shorter. */
  | { readonly kind: "hopping"; readonly sizeMs: number; readonly hopMs: number }
  /** As long as no two events are further apart than the gap. */
  | { readonly kind: "session"; readonly gapMs: number };

/** The windows of fixed length that a time lies in, earliest first; they are aligned to 1970, also before it. */
function fixedWindows(time: number, sizeMs: number, hopMs: number): TimeWindow[] {
  const windows: TimeWindow[] = [];
  const last = Math.floor(time / hopMs) * hopMs;
  for (let start = last; start + sizeMs > time; start -= hopMs) windows.push({ start, end: start + sizeMs });
  return windows.reverse();
}

/** A window that an event belongs to, and the open ones that it joins: they become this one. */
export interface Assigned {
  readonly window: TimeWindow;
  readonly absorbed: readonly TimeWindow[];
}

/**
 * The windows that an event belongs to, earliest first. Sessions that touch become one, so a late event can join two.
 * @param open sessions that are still open; of no use to the others
 */
export function assignWindows(windowing: Windowing, time: number, open: readonly TimeWindow[]): Assigned[] {
  if (windowing.kind !== "session") {
    const hopMs = windowing.kind === "hopping" ? windowing.hopMs : windowing.sizeMs;
    return fixedWindows(time, windowing.sizeMs, hopMs).map((window) => ({ window, absorbed: [] }));
  }
  const own = { start: time, end: time + windowing.gapMs };
  const absorbed = open.filter(({ start, end }) => start <= own.end && end >= own.start);
  const all = [own, ...absorbed];
  const window = {
    start: Math.min(...all.map(({ start }) => start)),
    end: Math.max(...all.map(({ end }) => end)),
  };
  return [{ window, absorbed }];
}

/** Whether nothing can come into a window any more. @param streamTime the latest event time that was seen */
export function isClosed(window: TimeWindow, streamTime: number, graceMs: number): boolean {
  return window.end + graceMs <= streamTime;
}
