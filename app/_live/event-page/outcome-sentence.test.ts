import { describe, expect, it } from "vitest";
import type { DeliveryChip } from "@/server/events/event-row";
import { outcomeSentence } from "./outcome-sentence";

const chip = (over: Partial<DeliveryChip>): DeliveryChip => ({
  topicId: "t",
  offset: 1,
  subscriptionId: "s",
  consumerId: "mail",
  consumerName: "Mail",
  flowSlug: "f",
  flowName: "Flow",
  run: 0,
  isDryRun: false,
  deliveryId: "d",
  status: "succeeded",
  message: null,
  attempts: 1,
  dueAt: null,
  durationMs: 5,
  finishedAt: new Date("2026-11-21T13:00:00.038Z"),
  ...over,
});
const now = new Date("2026-11-21T13:02:00Z");
const receivedAt = new Date("2026-11-21T13:00:00Z");

describe("outcomeSentence", () => {
  it("counts consumers and names the time", () => {
    expect(outcomeSentence([chip({})], now, receivedAt)).toBe("Delivered to 1 of 1 consumer in 38 ms.");
    expect(outcomeSentence([chip({ finishedAt: receivedAt })], now, receivedAt)).toBe(
      "Delivered to 1 of 1 consumer in less than 1 ms.",
    );
    expect(outcomeSentence([chip({}), chip({ status: "filtered" })], now, receivedAt)).toBe(
      "Delivered to 1 of 2 consumers in 38 ms; skipped by 1.",
    );
  });
  it("says who gave up and why before anything else", () => {
    const dead = chip({ status: "dead", attempts: 5, message: "`shop.example` did not answer within 10 s." });
    expect(outcomeSentence([chip({}), dead], now, receivedAt)).toBe(
      "Given up by Mail after 5 attempts. `shop.example` did not answer within 10 s.",
    );
  });
  it("says what is waited for", () => {
    const waits = chip({ status: "retrying", message: "the mail server refused the message." });
    expect(outcomeSentence([waits], now, receivedAt)).toBe(
      "Mail waits: the mail server refused the message.",
    );
  });
  it("does not pretend when nobody listens or work goes on", () => {
    expect(outcomeSentence([], now, receivedAt)).toContain("No consumer");
    expect(outcomeSentence([chip({}), chip({ status: "running" })], now, receivedAt)).toContain(
      "1 of 2 consumers",
    );
  });
});
