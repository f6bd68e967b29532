/** All take the time zone so that tests and servers can choose; browsers leave it out and mean their own. */
type Zone = string | undefined;

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function parts(at: Date, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  const all = { ...options, ...(zone === undefined ? {} : { timeZone: zone }) };
  const key = JSON.stringify(all);
  const format = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", all);
  formats.set(key, format);
  return format.format(at);
}

const day = (at: Date, zone: Zone) => parts(at, zone, { year: "numeric", month: "numeric", day: "numeric" });

/** Today `13:02:11`, else `12 Nov, 13:02`, in another year `12 Nov 2024, 13:02`. */
export function formatTime(at: Date, now: Date, zone?: Zone): string {
  const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (day(at, zone) === day(now, zone)) return parts(at, zone, { ...clock, second: "2-digit" });
  const sameYear = parts(at, zone, { year: "numeric" }) === parts(now, zone, { year: "numeric" });
  const date = parts(at, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return `${date}, ${parts(at, zone, clock)}`;
}

/** `12 November 2025, 13:02:11.123 GMT+1`: what a hover shows. */
export function formatExactTime(at: Date, zone?: Zone): string {
  const date = parts(at, zone, { day: "numeric", month: "long", year: "numeric" });
  const clock = parts(at, zone, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
    timeZoneName: "short",
  });
  return `${date}, ${clock}`;
}

const hourMs = 3_600_000;

/** `just now`, `12 s ago`, `3 min ago`, `in 8 s`; from an hour on the plain time. */
export function formatRelativeTime(at: Date, now: Date, zone?: Zone): string {
  const pastMs = now.getTime() - at.getTime();
  const distance = Math.abs(pastMs);
  if (distance >= hourMs) return formatTime(at, now, zone);
  if (pastMs >= 0 && pastMs < 1500) return "just now";
  const seconds = Math.max(1, Math.round(distance / 1000));
  const amount = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  return pastMs >= 0 ? `${amount} ago` : `in ${amount}`;
}
