import { expect, it } from "vitest";
import { exposition } from "./exposition";
import { createCounter, createHistogram } from "./instruments";

it("writes a counter with its labels, escaped", () => {
  const counter = createCounter("seen_total", "What was seen.\nTwo lines, a \\.");
  counter.add({ topic: 'a "b"\\\n' });
  counter.add({ topic: 'a "b"\\\n' }, 2);
  expect(exposition([counter.collect()])).toBe(
    '# HELP seen_total What was seen.\\nTwo lines, a \\\\.\n# TYPE seen_total counter\nseen_total{topic="a \\"b\\"\\\\\\n"} 3\n',
  );
});

it("counts durations in buckets that hold those below them too", () => {
  const histogram = createHistogram("took_seconds", "How long it took.");
  for (const seconds of [-0.5, 0.001, 0.0011, 2000]) histogram.observe(seconds);
  const lines = exposition([histogram.collect()]).split("\n");
  expect(lines).toContain('took_seconds_bucket{le="0.001"} 2');
  expect(lines).toContain('took_seconds_bucket{le="0.0025"} 3');
  expect(lines).toContain('took_seconds_bucket{le="1800"} 3');
  expect(lines).toContain('took_seconds_bucket{le="+Inf"} 4');
  expect(lines).toContain("took_seconds_count 4");
  expect(lines).toContain("took_seconds_sum 2000.0021");
  expect(lines.at(-1)).toBe("");
});
