import { dateParts } from "./date-parts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Writes a date by a pattern of `YYYY MMM MM DD D HH mm ss`; everything else in it stands as it is. */
export function dateText(date: Date, pattern: string, zone: string): string {
  const read = (part: string) => dateParts[part]?.read(date, zone) ?? 0;
  const two = (number: number) => String(number).padStart(2, "0");
  return pattern.replace(/YYYY|MMM|MM|DD|D|HH|mm|ss/g, (token) => {
    switch (token) {
      case "YYYY":
        return String(read("getFullYear")).padStart(4, "0");
      case "MMM":
        return months[read("getMonth")] ?? "";
      case "MM":
        return two(read("getMonth") + 1);
      case "DD":
        return two(read("getDate"));
      case "D":
        return String(read("getDate"));
      case "HH":
        return two(read("getHours"));
      case "mm":
        return two(read("getMinutes"));
      default:
        return two(read("getSeconds"));
    }
  });
}
