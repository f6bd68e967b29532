/** Units in which people give a time. */
export const spanUnits = ["seconds", "minutes", "hours", "days"] as const;
export type SpanUnit = (typeof spanUnits)[number];

const unitMs: Readonly<Record<SpanUnit, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Milliseconds of an amount of a unit. */
export function spanMsOf(amount: number, unit: SpanUnit): number {
  return amount * unitMs[unit];
}

/** In words: `1 hour`, `1.5 days`. */
export function spanWords(amount: number, unit: SpanUnit): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** The longest span that forms take, in milliseconds. */
export const maxSpanMs = 366 * 86_400_000;
