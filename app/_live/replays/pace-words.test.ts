import { describe, expect, it } from "vitest";
import { expectedWords, lengthWords, paceLengthMs, paceOf, paceWords } from "./pace-words";

const all = { parts: [{ topic: "orders", isAll: true as const }], filter: {} };
const form = { kind: "asFast", perSecond: "10", speed: "1" } as const;

describe("the speed of a replay", () => {
  it("is read from the form", () => {
    expect(paceOf(form)).toEqual({ pace: { kind: "asFast" } });
    expect(paceOf({ ...form, kind: "rate", perSecond: "0.5" })).toEqual({
      pace: { kind: "rate", perSecond: 0.5 },
    });
    expect(paceOf({ ...form, kind: "spacing", speed: "60" })).toEqual({
      pace: { kind: "spacing", speed: 60 },
    });
    for (const perSecond of ["", "0", "-1", "100001", "many"]) {
      expect(paceOf({ ...form, kind: "rate", perSecond })).toEqual({
        missing: "Write a number between 0.0001 and 100,000.",
      });
    }
  });

  it("is said in words", () => {
    expect(paceWords({ kind: "asFast" })).toBeUndefined();
    expect(paceWords({ kind: "rate", perSecond: 10 })).toBe("10 events a second");
    expect(paceWords({ kind: "rate", perSecond: 1 })).toBe("1 event a second");
    expect(paceWords({ kind: "rate", perSecond: 0.5 })).toBe("30 events a minute");
    expect(paceWords({ kind: "rate", perSecond: 1 / 3_600 })).toBe("1 event an hour");
    expect(paceWords({ kind: "spacing", speed: 1 })).toBe("original spacing");
    expect(paceWords({ kind: "spacing", speed: 60 })).toBe("original spacing, 60 times faster");
    expect(paceWords({ kind: "spacing", speed: 0.5 })).toBe("original spacing, 2 times slower");
  });

  it("says how long it takes, as far as that is known", () => {
    expect(paceLengthMs({ kind: "rate", perSecond: 10 }, { events: 2_401 })).toBe(240_000);
    expect(paceLengthMs({ kind: "spacing", speed: 60 }, { spanMs: 3_600_000 })).toBe(60_000);
    expect(paceLengthMs({ kind: "asFast" }, { events: 5, spanMs: 5 })).toBeUndefined();
    expect(lengthWords(240_000)).toBe("about 4 min");
    expect(lengthWords(0)).toBe("less than a second");
    const rate = { kind: "rate", perSecond: 10 } as const;
    expect(expectedWords(rate, all, 2_401)).toBe("Will take about 4 min for 2,401 events.");
    expect(expectedWords(rate, { ...all, filter: { key: "ana" } }, 2_401)).toBe("Will take 4 min at most.");
    expect(expectedWords({ kind: "spacing", speed: 1 }, all, 2_401)).toBe(
      "The plan says how long that takes.",
    );
    const hour = {
      parts: [{ topic: "orders", from: new Date("2026-11-01T10:00Z"), to: new Date("2026-11-01T11:00Z") }],
    };
    expect(expectedWords({ kind: "spacing", speed: 60 }, hour, 0)).toBe("Will take 1 min at most.");
  });
});
