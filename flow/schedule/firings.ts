import { CronExpressionParser } from "cron-parser";
import type { MissedPolicy, ScheduleRule } from "../node/producer-definition";
import { nextFire } from "./next-fire";

/** A time that is later than this was missed. */
const MISSED_AFTER_MS = 60_000;
/** Made up for at once; the rest follows. */
const MAX_AT_ONCE = 500;

/** The latest time at or before `now` at which a schedule fires. */
function lastFire(rule: ScheduleRule, now: Date): Date {
  if (rule.kind === "every") return new Date(Math.floor(now.getTime() / rule.everyMs) * rule.everyMs);
  // The parser looks before a time, and this one counts.
  const justAfter = new Date(now.getTime() + 1);
  return CronExpressionParser.parse(rule.cron, { currentDate: justAfter, tz: rule.timeZone }).prev().toDate();
}

/**
 * The times for which a schedule makes events now, in order, and when it looks again. What is not missed fires under
 * every policy.
 * @param due the time it was planned for, not after `now`
 */
export function firingsOf(
  rule: ScheduleRule,
  due: Date,
  now: Date,
  missed: MissedPolicy,
): { readonly times: readonly Date[]; readonly next: Date } {
  if (missed === "all") {
    const times = [due];
    let next = nextFire(rule, due);
    while (next <= now && times.length < MAX_AT_ONCE) {
      times.push(next);
      next = nextFire(rule, next);
    }
    return { times, next };
  }
  const found = lastFire(rule, now);
  const last = found > due ? found : due;
  const isMissed = now.getTime() - last.getTime() > MISSED_AFTER_MS;
  return { times: missed === "none" && isMissed ? [] : [last], next: nextFire(rule, now) };
}
