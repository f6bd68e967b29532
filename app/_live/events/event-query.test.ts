import { describe, expect, it } from "vitest";
import { addressOf, type EventsAddress, filterCount, paramsOf } from "./event-query";
import { filterChips } from "./filter-chips";

const all: EventsAddress = {
  query: {
    topics: ["orders", "users"],
    types: ["order.placed"],
    statuses: ["failed", "dead"],
    consumer: { flow: "shop", id: "mail" },
    correlationId: "c-1",
    key: "ana & co",
    text: "100%",
    test: "hidden",
    from: new Date("2026-11-21T10:00:00Z"),
    to: new Date("2026-11-21T11:00:00Z"),
    where: ['data.name == "a&b"', "data.total > 1"],
  },
  place: { kind: "around", topic: "orders:eu", offset: 7 },
};

describe("the address of the events page", () => {
  it("says everything, and is read back", () => {
    expect(addressOf(new URLSearchParams(paramsOf(all).toString()))).toEqual(all);
    const time: EventsAddress = {
      query: {},
      place: { kind: "time", time: new Date("2026-11-21T10:00:00Z") },
    };
    expect(addressOf(paramsOf(time))).toEqual(time);
    expect(addressOf(paramsOf({ query: {}, place: { kind: "oldest" } })).place).toEqual({ kind: "oldest" });
  });

  it("leaves out what cannot be read", () => {
    const odd = new URLSearchParams(
      "status=odd&status=ok&from=never&at=never&around=orders&test=maybe&consumer=alone&text=",
    );
    expect(addressOf(odd)).toEqual({ query: { statuses: ["ok"] }, place: undefined });
  });
});

describe("filterChips", () => {
  it("has a chip for every filter but the text, and takes each away alone", () => {
    const chips = filterChips(all.query);
    expect(chips).toHaveLength(filterCount(all.query) - 1);
    for (const { without } of chips) expect(filterCount(without)).toBe(filterCount(all.query) - 1);
    const [orders] = chips;
    expect(orders).toMatchObject({ label: "Topic orders", without: { topics: ["users"] } });
  });
});
