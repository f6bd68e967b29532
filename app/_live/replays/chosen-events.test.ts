import { describe, expect, it } from "vitest";
import { chosenFrom, selectionOf } from "./chosen-events";

const chosen = (address: string) => selectionOf(chosenFrom(new URLSearchParams(address)));

describe("what a replay is chosen from", () => {
  it("is read from an address", () => {
    expect(chosen("topic=orders")).toEqual({
      selection: { parts: [{ topic: "orders", isAll: true }], filter: {} },
    });
    expect(chosen("topic=orders&offsets=7")).toMatchObject({
      selection: { parts: [{ topic: "orders", offsets: [7] }] },
    });
    expect(chosen("topic=orders&offsets=3-12&key=ana&dead=1")).toMatchObject({
      selection: { parts: [{ fromOffset: 3, toOffset: 12 }], filter: { key: "ana", isDead: true } },
    });
    expect(chosen("topic=orders&from=2026-11-01T10:00&to=2026-11-01T11:00")).toMatchObject({
      selection: { parts: [{ from: new Date("2026-11-01T10:00"), to: new Date("2026-11-01T11:00") }] },
    });
  });

  it("goes from one event to the newest that there is", () => {
    const from = (offsets: string, head: number) =>
      selectionOf(chosenFrom(new URLSearchParams({ topic: "orders", offsets })), head);
    expect(from("7-", 12)).toMatchObject({ selection: { parts: [{ fromOffset: 7, toOffset: 12 }] } });
    expect(from("7-", 6)).toHaveProperty("missing");
  });

  it("says what it lacks", () => {
    for (const address of [
      "",
      "topic=a&offsets=x",
      "topic=a&offsets=9-3",
      "topic=a&offsets=0",
      "topic=a&from=2026-11-01T10:00",
      "topic=a&from=2026-11-01T10:00&to=2026-11-01T09:00",
    ]) {
      expect(chosen(address)).toHaveProperty("missing");
    }
  });
});
