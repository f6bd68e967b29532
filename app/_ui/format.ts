/** Making one takes longer than using it a hundred times. */
const formats = new Map<number, Intl.NumberFormat>();

/** `1,204`; at most three digits after the point unless told. */
export function formatNumber(value: number, maximumFractionDigits = 3): string {
  const format =
    formats.get(maximumFractionDigits) ?? new Intl.NumberFormat("en-GB", { maximumFractionDigits });
  formats.set(maximumFractionDigits, format);
  return format.format(value);
}

/** `1,204` up to 99,999, then `104k`, `1.2M`: for counters whose width is reserved. */
export function formatCount(value: number): string {
  if (Math.abs(value) < 100_000) return formatNumber(value, 0);
  return new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 })
    .format(value)
    .toLowerCase()
    .replace("m", "M");
}

/** `1 event`, `1,204 events`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}

const steps = [
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "min", ms: 60_000 },
  { unit: "s", ms: 1000 },
] as const;

/** `38 ms`, `1.2 s`, `12 s`, `2 min`, `3 h`, `4 d`: one unit, rounded, a digit after the point only under 10 s. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 1) return "< 1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${formatNumber(ms / 1000, 1)} s`;
  // Rounding may reach the next unit: 59.7 s is 1 min.
  for (const [at, step] of steps.entries()) {
    const rounded = Math.round(ms / step.ms);
    const next = steps[at - 1];
    if (rounded >= 1 && ms >= step.ms * 0.995) {
      return next !== undefined && rounded * step.ms >= next.ms
        ? `1 ${next.unit}`
        : `${rounded} ${step.unit}`;
    }
  }
  return `${Math.round(ms / 1000)} s`;
}

/** `512 B`, `1.4 kB`, `2.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes, 0)} B`;
  const units = ["kB", "MB", "GB", "TB"] as const;
  let value = bytes / 1000;
  let at = 0;
  while (value >= 999.95 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${value.toFixed(1)} ${units[at]}`;
}

/** `12/s`, `0.4/s`; under one in ten seconds per minute: `3/min`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return "0/s";
  if (perSecond < 0.1) return `${formatNumber(perSecond * 60, 1)}/min`;
  return `${formatNumber(perSecond, perSecond < 10 ? 1 : 0)}/s`;
}

/** `018f…9c2a`: the first and the last four; what is hardly longer stays whole. */
export function shortenMiddle(id: string, keep = 4): string {
  return id.length <= keep * 2 + 3 ? id : `${id.slice(0, keep)}…${id.slice(-keep)}`;
}
