import { describe, expect, it } from "vitest";
import { formFrom, paramsOf, type ReplayForm } from "./form-address";

const none = new URLSearchParams();

const whole: ReplayForm = {
  chosen: {
    topic: "order.placed",
    range: "time",
    from: "2026-11-01T10:00",
    to: "2026-11-01T11:00:30",
    offsets: "",
    text: "a & b",
    key: "ana",
    correlationId: "c-1",
    isDead: true,
  },
  ticked: new Set(["one", "two"]),
  way: "run-outside",
  isOriginal: true,
  reason: "The tax was wrong: 19 % ≠ 7 %",
  stopAfter: "",
  speed: { kind: "spacing", perSecond: "10", speed: "60" },
};

const again = (form: ReplayForm) => formFrom(new URLSearchParams(paramsOf(form, none).toString()));

describe("the address of a new replay", () => {
  it("says everything, and is read back", () => {
    expect(again(whole)).toEqual(whole);
    const offsets: ReplayForm = {
      ...whole,
      chosen: { ...whole.chosen, range: "offsets", from: "", to: "", offsets: "3-12" },
      ...{ ticked: new Set(), way: "dry-draft", isOriginal: false, reason: "", stopAfter: "3" },
      speed: { kind: "rate", perSecond: "", speed: "1" },
    };
    expect(again(offsets)).toEqual(offsets);
  });

  it("keeps a kind of choice that is not filled in yet", () => {
    const empty = formFrom(new URLSearchParams("topic=a&range=time"));
    expect(empty.chosen).toMatchObject({ range: "time", from: "", to: "" });
    expect(again(empty)).toEqual(empty);
  });

  it("means the same moment wherever it is opened", () => {
    const { from } = Object.fromEntries(paramsOf(whole, none));
    expect(from).toBe(new Date("2026-11-01T10:00").toISOString());
  });

  it("keeps the consumer that it was opened for, until somebody chooses others", () => {
    const opened = new URLSearchParams("topic=a&flow=shop&consumer=mail");
    const form = formFrom(opened);
    expect(Object.fromEntries(paramsOf(form, opened))).toMatchObject({ flow: "shop", consumer: "mail" });
    expect(paramsOf({ ...form, ticked: new Set(["x"]) }, opened).has("consumer")).toBe(false);
    const other = { ...form, chosen: { ...form.chosen, topic: "b" } };
    expect(paramsOf(other, opened).has("consumer")).toBe(false);
  });

  it("leaves out what cannot be read", () => {
    expect(formFrom(new URLSearchParams("way=odd&range=odd&from=never&revision=9&speed=odd"))).toEqual(
      formFrom(none),
    );
  });
});
