import { expect, it } from "vitest";
import { alertKinds } from "./alert-schemas";
import { noticeMessage } from "./notice-message";

const rule = {
  name: "Shop",
  kind: "dead-letters",
  threshold: 10,
  windowMinutes: 5,
  of: "Order desk",
} as const;

it("says what was measured, where, and the limit", () => {
  expect(noticeMessage(rule, "opened", 12)).toBe('Alert "Shop": 12 dead letters in Order desk (limit 10).');
  expect(noticeMessage(rule, "closed", 0)).toBe(
    'Over: alert "Shop": 0 dead letters in Order desk (limit 10).',
  );
  expect(noticeMessage({ ...rule, kind: "failure-rate", of: null }, "opened", 33.333)).toBe(
    'Alert "Shop": 33.3 % of attempts failed in 5 min (limit 10 %).',
  );
});

it("has a sentence for every kind", () => {
  for (const kind of alertKinds) expect(noticeMessage({ ...rule, kind }, "opened", 1)).toMatch(/\.$/);
});
