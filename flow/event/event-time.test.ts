import fc from "fast-check";
import { expect, it } from "vitest";
import { validTime } from "./event-time";

it("accepts RFC 3339 times and returns them in upper case", () => {
  expect(validTime("2027-01-31t13:02:11.123456789z")).toBe("2027-01-31T13:02:11.123456789Z");
  for (const time of ["2016-12-31T23:59:60Z", "2024-02-29T00:00:00+05:30", "0001-01-02T00:00:00-15:59"]) {
    expect(validTime(time)).toBe(time);
  }
});

it("refuses everything else", () => {
  const wrong = ["", "2027-01-31", "2027-01-31 13:02:11Z", "2027-01-31T13:02:11", "2023-02-29T00:00:00Z"];
  const more = [
    "2027-13-01T00:00:00Z",
    "2027-01-01T24:00:00Z",
    "2027-01-01T00:00:61Z",
    "0000-01-01T00:00:00Z",
  ];
  const last = [
    "9999-12-31T00:00:00Z",
    "2027-01-01T00:00:00+16:00",
    "+12027-01-01T00:00:00Z",
    "2027-1-1T00:00:00Z",
  ];
  for (const time of [...wrong, ...more, ...last]) expect([time, validTime(time)]).toEqual([time, undefined]);
});

it("accepts every time that a Date writes between the years 1 and 9999", () => {
  const min = new Date("0001-01-02T00:00:00Z");
  const max = new Date("9999-12-30T23:59:59Z");
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
      expect(validTime(date.toISOString())).toBe(date.toISOString());
    }),
  );
});
