import { expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPlural,
  formatRate,
  shortenMiddle,
} from "./format";

test.each([
  [1204, "1,204"],
  [0, "0"],
  [-12.5, "-12.5"],
])("number %s", (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [99_999, "99,999"],
  [104_300, "104k"],
  [1_200_000, "1.2M"],
  [3_400_000_000, "3.4bn"],
])("count %s", (value, text) => expect(formatCount(value)).toBe(text));

test("plural", () => {
  expect(formatPlural(1, "event")).toBe("1 event");
  expect(formatPlural(1204, "event")).toBe("1,204 events");
  expect(formatPlural(2, "replay in progress", "replays in progress")).toBe("2 replays in progress");
});

test.each([
  [0, "< 1 ms"],
  [38.2, "38 ms"],
  [999.4, "999 ms"],
  [999.6, "1 s"],
  [1234, "1.2 s"],
  [9949, "9.9 s"],
  [9960, "10 s"],
  [59_400, "59 s"],
  [59_700, "1 min"],
  [120_000, "2 min"],
  [3_590_000, "1 h"],
  [3 * 3_600_000, "3 h"],
  [23.9 * 3_600_000, "1 d"],
  [4 * 86_400_000, "4 d"],
])("duration of %s ms", (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [512, "512 B"],
  [1400, "1.4 kB"],
  [999_960, "1.0 MB"],
  [2_000_000, "2.0 MB"],
])("%s bytes", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0, "0/s"],
  [0.05, "3/min"],
  [0.4, "0.4/s"],
  [12.4, "12/s"],
  [1204, "1,204/s"],
])("rate %s", (rate, text) => expect(formatRate(rate)).toBe(text));

test("ids shorten in the middle", () => {
  expect(shortenMiddle("018f3b2c-7d1e-7a50-9d30-1c2ab34c9c2a")).toBe("018f…9c2a");
  expect(shortenMiddle("short-id")).toBe("short-id");
});
