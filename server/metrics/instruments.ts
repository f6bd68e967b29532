import type { Labels, Metric, Sample } from "./exposition";

/** Counts up, apart for every set of labels. */
export interface Counter {
  add(labels?: Labels, amount?: number): void;
  collect(): Metric;
}

/** Makes a counter; without labels it shows 0 from the beginning, so that a rate has a first value. */
export function createCounter(name: string, help: string): Counter {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add: (labels = {}, amount = 1) => {
      const key = JSON.stringify(labels);
      const known = counts.get(key);
      if (known) known.value += amount;
      else counts.set(key, { labels, value: amount });
    },
    collect: () => ({
      name,
      type: "counter",
      help,
      samples: [...counts.values()].map((one) => ({ ...one })),
    }),
  };
}

/** Counts durations by how long they were. */
export interface Histogram {
  observe(seconds: number): void;
  collect(): Metric;
}

/** Upper bounds in seconds, from a good commit to a backlog of minutes. */
const bounds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800,
] as const;

/** Makes a histogram of durations. */
export function createHistogram(name: string, help: string): Histogram {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let sum = 0;
  return {
    observe: (seconds) => {
      // Two clocks can disagree by a little.
      const value = Math.max(0, seconds);
      let index = 0;
      while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
      counts[index] = (counts[index] ?? 0) + 1;
      sum += value;
    },
    collect: () => {
      let below = 0;
      const buckets = counts.map((count, index): Sample => {
        below += count;
        return { suffix: "_bucket", labels: { le: String(bounds[index] ?? "+Inf") }, value: below };
      });
      const samples = [
        ...buckets,
        { suffix: "_sum", labels: {}, value: sum },
        { suffix: "_count", labels: {}, value: below },
      ];
      return { name, type: "histogram", help, samples };
    },
  };
}
