import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignWindows, isClosed, type TimeWindow } from "./windows";

const time = fc.integer({ min: -4_000_000_000_000, max: 4_000_000_000_000 });
const span = fc.integer({ min: 1, max: 90_000_000 });

const holds = ({ start, end }: TimeWindow, at: number) => start <= at && at < end;

/** Sessions after all events, in this order of arrival. */
function sessionsOf(times: readonly number[], gapMs: number): TimeWindow[] {
  let open: TimeWindow[] = [];
  for (const at of times) {
    for (const { window, absorbed } of assignWindows({ kind: "session", gapMs }, at, open)) {
      open = [...open.filter((one) => !absorbed.includes(one)), window];
    }
  }
  return open.toSorted((a, b) => a.start - b.start);
}

describe("assignWindows", () => {
  it("puts every time into exactly one tumbling window, aligned to its size", () => {
    fc.assert(
      fc.property(time, span, (at, sizeMs) => {
        const assigned = assignWindows({ kind: "tumbling", sizeMs }, at, []);
        expect(assigned).toHaveLength(1);
        const window = assigned[0]?.window ?? { start: 0, end: 0 };
        expect(holds(window, at)).toBe(true);
        expect(window.end - window.start).toBe(sizeMs);
        expect(Math.abs(window.start % sizeMs)).toBe(0);
      }),
    );
  });

  it("puts every time into size / hop hopping windows, and into no other", () => {
    fc.assert(
      fc.property(time, span, fc.integer({ min: 1, max: 20 }), (at, hopMs, times) => {
        const sizeMs = hopMs * times;
        const starts = assignWindows({ kind: "hopping", sizeMs, hopMs }, at, []).map(
          ({ window }) => window.start,
        );
        expect(starts).toHaveLength(times);
        for (let start = (starts[0] ?? 0) - hopMs; start <= (starts.at(-1) ?? 0) + hopMs; start += hopMs) {
          expect(starts.includes(start)).toBe(holds({ start, end: start + sizeMs }, at));
        }
      }),
    );
  });

  it("leaves gaps between windows that hop further than they are long", () => {
    const windowing = { kind: "hopping", sizeMs: 10, hopMs: 30 } as const;
    expect(assignWindows(windowing, 35, []).map(({ window }) => window)).toEqual([{ start: 30, end: 40 }]);
    expect(assignWindows(windowing, 45, [])).toEqual([]);
  });

  it("makes the same sessions in every order of arrival, further apart than the gap", () => {
    const case_ = fc.record({
      times: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 30 }),
      gapMs: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(case_, fc.infiniteStream(fc.nat()), ({ times, gapMs }, random) => {
        const sessions = sessionsOf(times, gapMs);
        const shuffled = times
          .map((at) => ({ at, rank: random.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ at }) => at);
        expect(sessionsOf(shuffled, gapMs)).toEqual(sessions);
        for (const at of times) expect(sessions.filter((one) => holds(one, at))).toHaveLength(1);
        sessions.forEach((one, index) => {
          const next = sessions[index + 1];
          if (next) expect(next.start).toBeGreaterThan(one.end);
          const inside = times.filter((at) => holds(one, at)).toSorted((a, b) => a - b);
          expect(one).toEqual({ start: inside[0], end: (inside.at(-1) ?? 0) + gapMs });
        });
      }),
    );
  });
});

it("closes a window when the latest time has passed its end and the grace", () => {
  const window = { start: 0, end: 100 };
  expect(isClosed(window, 109, 10)).toBe(false);
  expect(isClosed(window, 110, 10)).toBe(true);
});
