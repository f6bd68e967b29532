/** What one bench came to. */
export interface Figure {
  /** What was measured, in words with numbers. */
  readonly measured: string;
  /** The same of the reference, measured in the same run. */
  readonly reference?: string | undefined;
  /** Measured over reference; what `reach` speaks of. */
  readonly ratio?: number | undefined;
  /** Whether the line was reached; absent when there is none. */
  readonly isReached?: boolean | undefined;
  /** What else is worth knowing. */
  readonly note?: string | undefined;
}

/** How a bench runs. */
export interface BenchOptions {
  /** For the Node processes that are measured, such as `--cpu-prof`. */
  readonly flags: readonly string[];
}

/** One figure: what is done, against what, and the line that we want to reach. */
export interface Bench {
  readonly work: string;
  readonly against: string;
  /** The line, in words; absent when the figure is only reported. */
  readonly reach?: string;
  /** What limits it; said in the report when the line is not reached. */
  readonly inTheWay?: string;
  run(options: BenchOptions): Promise<Figure>;
}

/** A number for people, with thousands apart. */
export function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** The value below which that share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
