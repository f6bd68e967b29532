import { expect, test } from "vitest";
import { formatExactTime, formatRelativeTime, formatTime } from "./format-time";

const now = new Date("2025-11-21T14:30:00Z");
const zone = "Europe/Berlin";

test.each([
  ["2025-11-21T12:02:11Z", "13:02:11"],
  ["2025-11-20T23:10:00Z", "00:10:00"],
  ["2025-11-20T22:10:00Z", "20 Nov, 23:10"],
  ["2025-11-12T12:02:11Z", "12 Nov, 13:02"],
  ["2024-11-12T12:02:11Z", "12 Nov 2024, 13:02"],
])("%s", (at, text) => expect(formatTime(new Date(at), now, zone)).toBe(text));

test("exact, with zone", () => {
  expect(formatExactTime(new Date("2025-11-12T12:02:11.123Z"), zone)).toMatch(
    /^12 November 2025, 13:02:11\.123 (GMT\+1|CET)$/,
  );
});

test.each([
  [500, "just now"],
  [12_000, "12 s ago"],
  [59_600, "1 min ago"],
  [3 * 60_000, "3 min ago"],
  [-8000, "in 8 s"],
  [3_600_000, "14:30:00"],
])("%s ms ago", (ms, text) => {
  expect(formatRelativeTime(new Date(now.getTime() - ms), now, zone)).toBe(text);
});
