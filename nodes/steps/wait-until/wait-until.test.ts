import { describe, expect, it } from "vitest";
import { onlyStep, runStep } from "@/flow/testing/run-step";
import { definition } from "./definition";
import { execute } from "./execute";

const wait = (config: Record<string, unknown>, data: unknown = {}) =>
  runStep(definition, execute, { config, data });

describe("Wait until", () => {
  it.each([
    ["2027-02-01T08:00:00+01:00", "2027-02-01T07:00:00Z"],
    ["2027-02-01 08:00", "2027-02-01T08:00:00Z"],
    ["2027-02-01", "2027-02-01T00:00:00Z"],
  ])("waits for %s in a field", async (at, until) => {
    const outcome = await wait({ date: "{{ data.at }}" }, { at });
    expect(outcome).toMatchObject({ status: "held", until: new Date(until) });
  });

  it.each([
    ["every", "2027-02-01T07:30:00Z"],
    ["3", "2027-02-03T07:30:00Z"],
    ["0", "2027-02-07T07:30:00Z"],
  ])("waits for the clock, day %s", async (day, until) => {
    const outcome = await wait({ kind: "clock", time: "08:30", day, timeZone: "Europe/Berlin" });
    expect(outcome).toMatchObject({ until: new Date(until), message: "Waits for 08:30 (Europe/Berlin)." });
  });

  it("does not wait for what has passed", async () => {
    const outcome = await wait({ date: "{{ data.at }}" }, { at: "2020-01-01" });
    expect(outcome.status).toBe("succeeded");
    expect(onlyStep(outcome).note).toBe("Not waited, because the time has come already.");
  });

  it.each([["soon"], [17], [null]])("refuses %j", async (at) => {
    const outcome = await wait({ date: "{{ data.at }}" }, { at });
    expect(outcome).toMatchObject({ status: "failed", failure: { code: "no-date", isRetryable: false } });
  });

  it("needs a date only where one is used", () => {
    expect(definition.config.safeParse({ kind: "field" }).error?.issues[0]?.path).toEqual(["date"]);
    expect(definition.config.safeParse({ kind: "clock" }).success).toBe(true);
    expect(definition.config.safeParse({ kind: "clock", timeZone: "Mars" }).success).toBe(false);
  });

  it("proposes a field that looks like a date, and says what it waits for", () => {
    const proposed = definition.propose([{ path: "data.dueAt", title: "Due", type: "text" }]);
    expect(proposed).toEqual({ kind: "field", date: "{{ data.dueAt }}" });
    expect(definition.row({ ...proposed })).toBe("Wait until dueAt");
    expect(definition.row({ kind: "clock", time: "09:00", day: "weekdays" })).toBe(
      "Wait until Monday to Friday, 09:00",
    );
  });
});
