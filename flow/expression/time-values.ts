import { ExpressionError } from "./expression-error";
import { Duration } from "./values";

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads an ISO 8601 date or time; without a zone it counts as UTC. Nothing for anything else. */
export function dateFrom(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  if (typeof value !== "string" || !isoDate.test(value)) return undefined;
  const hasZone = value.length <= 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(value);
  const date = new Date(hasZone ? value.replace(" ", "T") : `${value.replace(" ", "T")}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** @throws ExpressionError `wrong-value` for what is no date */
export function parseDate(value: unknown): Date {
  const date = typeof value === "number" ? new Date(value * 1000) : dateFrom(value);
  if (date && !Number.isNaN(date.getTime())) return date;
  const shown = typeof value === "string" ? `"${value.slice(0, 100)}"` : "something else";
  throw new ExpressionError("wrong-value", `Expected a date such as 2027-01-31T13:00:00Z, got ${shown}.`);
}

const shortUnitMs: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/**
 * Reads `90s`, `1h30m`, `-2d`.
 * @throws ExpressionError `wrong-value`
 */
export function parseDuration(text: string): Duration {
  const trimmed = text.trim();
  if (!/^-?(?:\d+(?:\.\d+)?(?:ms|d|h|m|s))+$/.test(trimmed)) {
    throw new ExpressionError(
      "wrong-value",
      `Expected a duration such as 90s or 2h30m, got "${text.slice(0, 100)}".`,
    );
  }
  let ms = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)) {
    ms += Number(count) * (shortUnitMs[unit ?? ""] ?? 0);
  }
  return new Duration(trimmed.startsWith("-") ? -ms : ms);
}

const longUnitMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Reads the value of "in the last": `7 days`, `1 hour`. Nothing for anything else. */
export function spanMs(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const match = /^(\d{1,6})\s*(second|minute|hour|day|week)s?$/i.exec(value.trim());
  const unitMs = longUnitMs[match?.[2]?.toLowerCase() ?? ""];
  return match && unitMs !== undefined ? Number(match[1]) * unitMs : undefined;
}
