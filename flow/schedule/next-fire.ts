import { CronExpressionParser } from "cron-parser";
import type { ScheduleRule } from "../node/producer-definition";

/**
 * The first time after `after` at which a schedule fires. "Every" counts from the epoch, so that a restart or a new
 * deployment does not shift it; a cron time that a change of summer time skips fires at the next one that exists.
 */
export function nextFire(rule: ScheduleRule, after: Date): Date {
  if (rule.kind === "every") {
    return new Date((Math.floor(after.getTime() / rule.everyMs) + 1) * rule.everyMs);
  }
  return CronExpressionParser.parse(rule.cron, { currentDate: after, tz: rule.timeZone }).next().toDate();
}
