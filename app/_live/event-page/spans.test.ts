import { expect, it } from "vitest";
import { spansOf } from "./spans";

const received = new Date("2026-11-21T13:00:00.000Z");
const attempt = (number: number, startedAt: string, durationMs: number) => ({
  attempt: number,
  startedAt,
  durationMs,
  steps: [],
});

it("separates waiting from working, from the arrival on", () => {
  const trace = [attempt(1, "2026-11-21T13:00:00.005Z", 20), attempt(2, "2026-11-21T13:00:15.000Z", 30)];
  const now = new Date("2026-11-21T13:01:00.000Z");
  const spans = spansOf(received, { trace, status: "succeeded", dueAt: null }, now);
  expect(spans.map(({ kind, startMs, durationMs }) => [kind, startMs, durationMs])).toEqual([
    ["waiting", 0, 5],
    ["working", 5, 20],
    ["waiting", 25, 14_975],
    ["working", 15_000, 30],
  ]);
});

it("goes on waiting until now, and never starts before the arrival", () => {
  const trace = [attempt(1, "2026-11-21T12:59:59.990Z", 10)];
  const now = new Date("2026-11-21T13:00:01.000Z");
  const dueAt = new Date("2026-11-21T13:05:00.000Z");
  const spans = spansOf(received, { trace, status: "retrying", dueAt }, now);
  expect(spans.map(({ kind, startMs, durationMs }) => [kind, startMs, durationMs])).toEqual([
    ["working", 0, 10],
    ["waiting", 10, 990],
  ]);
});
