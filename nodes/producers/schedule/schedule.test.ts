import { CronExpressionParser } from "cron-parser";
import { describe, expect, it } from "vitest";
import { cronProblem } from "./cron";
import { definition } from "./definition";

const cron = (text: string, timeZone = "Europe/Berlin") => ({ rule: { kind: "cron", cron: text, timeZone } });

describe("Schedule", () => {
  it.each([
    [{ rule: { kind: "every", everyMs: 300_000 } }, "every 5 minutes"],
    [{ rule: { kind: "every", everyMs: 3_600_000 } }, "every hour"],
    [{ rule: { kind: "every", everyMs: 90_000 } }, "every 90 seconds"],
    [cron("0 9 * * 1-5"), "at 09:00, Monday through Friday"],
    [cron("*/15 * * * *", "UTC"), "every 15 minutes (UTC)"],
    [{}, "schedule"],
  ])("%j reads %j", (config, row) => {
    expect(definition.row(config)).toBe(row);
  });

  it("makes events with the given data", () => {
    const config = definition.config.parse({
      rule: { kind: "every", everyMs: 1000 },
      fields: [{ field: "report", value: "daily" }],
    });
    expect(definition.schedule?.(config)).toEqual({
      rule: { kind: "every", everyMs: 1000 },
      data: { report: "daily" },
      missed: "last",
    });
    expect(definition.fields({ fields: [{ field: "report", value: "daily" }] })).toMatchObject([
      { path: "data.report", type: "text" },
    ]);
  });

  it.each(["* * * * *", "0 9 * * 1-5", "*/15 0-6,22 1 jan-mar MON", "5/10 * * * 7", "59 23 31 12 sun"])(
    "accepts %s, as the scheduler does",
    (text) => {
      expect(cronProblem(text)).toBeUndefined();
      expect(() => CronExpressionParser.parse(text)).not.toThrow();
      expect(definition.config.safeParse(cron(text)).success).toBe(true);
      expect(definition.row(cron(text))).not.toBe("schedule");
    },
  );

  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "*/0 * * * *",
    "5-1 * * * *",
    "a * * * *",
    "@daily",
    "1,,2 * * * *",
  ])("refuses %j", (text) => {
    expect(cronProblem(text)).toBeDefined();
    expect(definition.config.safeParse(cron(text)).success).toBe(false);
  });

  it("refuses a time zone that nobody knows, and more than once a second", () => {
    expect(definition.config.safeParse(cron("* * * * *", "Europe/Atlantis")).success).toBe(false);
    expect(definition.config.safeParse({ rule: { kind: "every", everyMs: 10 } }).success).toBe(false);
  });
});
