import { describe, expect, it } from "vitest";
import { deliveryStatuses } from "@/flow/delivery/delivery-status";
import type { WaitFor, WhyFact } from "@/server/why/why-fact";
import { stateOf, whySentence } from "./why-words";

const now = new Date(2026, 10, 21, 13, 2, 30);
const later = new Date(2026, 10, 21, 13, 2, 40);

const delivery = (over: Partial<Extract<WhyFact, { kind: "delivery" }>>): WhyFact => ({
  kind: "delivery",
  deliveryId: "d",
  run: 0,
  status: "succeeded",
  reason: null,
  message: null,
  step: null,
  attempts: 1,
  maxAttempts: 5,
  dueAt: null,
  finishedAt: now,
  durationMs: 38,
  ...over,
});

describe("whySentence", () => {
  it("says that and how something was delivered", () => {
    expect(whySentence(delivery({}), now)).toBe("Delivered at 13:02:30 in 38 ms.");
    expect(whySentence(delivery({ attempts: 3, run: 2 }), now)).toBe(
      "In replay 2: Delivered at 13:02:30 in 38 ms, at attempt 3.",
    );
  });
  it("gives the rule that skipped it in words", () => {
    const message = 'Skipped by *Only paid*: `status` was "open".';
    expect(whySentence(delivery({ status: "filtered", message }), now)).toBe(message);
  });
  it("says why something waits and until when", () => {
    const waits = delivery({
      status: "retrying",
      attempts: 2,
      dueAt: later,
      message: "`shop` answered 503.",
    });
    expect(whySentence(waits, now)).toBe("Waits until 13:02:40: `shop` answered 503 (attempt 2 of 5).");
    const breaker: WaitFor = {
      kind: "breaker",
      destination: "shop",
      reason: "It answered 503.",
      until: later,
    };
    expect(whySentence({ kind: "waiting", for: breaker }, now)).toContain("tries again at 13:02:40");
    expect(whySentence({ kind: "waiting", for: { kind: "queue", before: 3 } }, now)).toContain(
      "3 events of the topic are before it",
    );
  });
  it("says what failed and where", () => {
    const dead = delivery({ status: "dead", attempts: 5, step: "Ask for a label", message: "No answer" });
    expect(whySentence(dead, now)).toBe("Given up after 5 attempts at *Ask for a label*: No answer.");
  });
  it("says why something was never offered", () => {
    expect(whySentence({ kind: "began-later", at: now }, now)).toContain("after the event had come");
    expect(whySentence({ kind: "removed", at: now }, now)).toContain("was removed");
    expect(whySentence({ kind: "moved-past" }, now)).toContain("moved");
    expect(stateOf({ kind: "moved-past" })).toBe("cancelled");
  });
  it("has a whole sentence for every state, even without a message", () => {
    for (const status of deliveryStatuses) {
      expect(whySentence(delivery({ status, message: null }), now)).toMatch(/^[A-Z].*\.$/);
    }
  });
});
