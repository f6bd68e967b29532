const STEPS = [1, 2, 5];

/** The ends of a logarithmic scale: the powers of ten around the values, two at least; 1 to 1,000 while nothing is known. */
export function logRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [1, 1000];
  // A tenth of a millisecond is nothing: "< 1 ms".
  const low = 10 ** Math.floor(Math.log10(Math.max(0.1, min)));
  return [low, Math.max(low * 10, 10 ** Math.ceil(Math.log10(Math.max(0.1, max))))];
}

/** What is written beside a scale of `logRange`: the powers of ten, and within a single one also 2 and 5. */
export function logSplits(low: number, high: number): number[] {
  const powers = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_, power) => low * 10 ** power,
  );
  return powers.length > 2 ? powers : [...STEPS.map((step) => step * low), high];
}
