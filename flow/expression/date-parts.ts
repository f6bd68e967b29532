import { ExpressionError } from "./expression-error";

function zoned(date: Date, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatPart[] {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone, hourCycle: "h23" }).formatToParts(
      date,
    );
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ExpressionError("wrong-value", `The time zone "${zone.slice(0, 60)}" is not known.`);
    }
    throw error;
  }
}

function numberOf(
  date: Date,
  zone: string,
  part: "year" | "month" | "day" | "hour" | "minute" | "second",
): number {
  const found = zoned(date, zone, { [part]: "numeric" }).find(({ type }) => type === part);
  return Number(found?.value);
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function weekdayOf(date: Date, zone: string): number {
  const found = zoned(date, zone, { weekday: "short" }).find(({ type }) => type === "weekday");
  return weekdays.indexOf(found?.value ?? "");
}

/** CEL's functions on dates. Months and days of the month count from 0, as CEL says; `getDate` from 1. */
export const dateParts: Readonly<
  Record<string, { readonly help: string; readonly read: (date: Date, zone: string) => number }>
> = {
  getFullYear: { help: "The year.", read: (date, zone) => numberOf(date, zone, "year") },
  getMonth: { help: "The month, January is 0.", read: (date, zone) => numberOf(date, zone, "month") - 1 },
  getDate: { help: "The day of the month, from 1.", read: (date, zone) => numberOf(date, zone, "day") },
  getDayOfMonth: {
    help: "The day of the month, from 0.",
    read: (date, zone) => numberOf(date, zone, "day") - 1,
  },
  getDayOfWeek: { help: "The day of the week, Sunday is 0.", read: weekdayOf },
  getHours: { help: "The hour.", read: (date, zone) => numberOf(date, zone, "hour") },
  getMinutes: { help: "The minute.", read: (date, zone) => numberOf(date, zone, "minute") },
  getSeconds: { help: "The second.", read: (date, zone) => numberOf(date, zone, "second") },
  getMilliseconds: { help: "The milliseconds.", read: (date) => date.getUTCMilliseconds() },
};
