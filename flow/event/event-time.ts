const shape =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,30})?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Checks a time by RFC 3339 and returns it in the spelling that PostgreSQL reads: upper-case T and Z.
 * The first and the last day that fit are 0001-01-02 and 9999-12-30, so that no time zone leads out of range.
 * @returns undefined when it is no such time; a leap second is one
 */
export function validTime(text: string): string | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (offsetHour > 15 || offsetMinute > 59) return undefined;
  const dayText = text.slice(0, 10);
  return dayText >= "0001-01-02" && dayText <= "9999-12-30" ? text.toUpperCase() : undefined;
}
