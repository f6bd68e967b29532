import { StepFailure } from "@/flow/delivery/step-failure";
import { dateFrom } from "@/flow/expression/time-values";
import { defineExecutor } from "@/flow/node/step-definition";
import { nextFire } from "@/flow/schedule/next-fire";
import { type dayChoices, definition } from "./definition";

/** Days of a week as cron writes them. */
function cronDays(day: (typeof dayChoices)[number]): string {
  if (day === "every") return "*";
  return day === "weekdays" ? "1-5" : day;
}

export const execute = defineExecutor(definition, ({ config, context }) => {
  if (config.kind === "clock") {
    const [hour, minute] = config.time.split(":").map(Number);
    const cron = `${minute} ${hour} * * ${cronDays(config.day)}`;
    const until = nextFire({ kind: "cron", cron, timeZone: config.timeZone }, context.now);
    return { kind: "wait", until, because: `Waits for ${config.time} (${config.timeZone})` };
  }
  const value = context.value(config.date);
  const until = dateFrom(typeof value === "string" ? value.trim() : value);
  if (until === undefined) {
    const shown = value === undefined || value === null ? "nothing" : JSON.stringify(value).slice(0, 100);
    throw new StepFailure(
      "no-date",
      `What to wait for must be a date such as 2027-01-31T13:00:00Z, got ${shown}.`,
      { retryable: false },
    );
  }
  return { kind: "wait", until, because: `Waits for ${until.toISOString()}` };
});
