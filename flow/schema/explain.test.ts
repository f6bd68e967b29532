import { expect, it } from "vitest";
import { changeTypes, isCompatibleChange } from "./change-type";
import { explainChange, whereOf } from "./explain";

it("says every change in words, and what helps where it breaks something", () => {
  for (const type of changeTypes) {
    const isCompatible = isCompatibleChange(type, "STRICT");
    const { what, why, remedies } = explainChange(
      { type, pointer: "#/properties/total", isCompatible },
      "backward",
    );
    expect(what, type).toMatch(/^[A-Z`].*\.$/);
    expect(what, type).not.toMatch(/_|undefined|\{/);
    expect(why, type).toMatch(/^.*\.$/);
    expect(remedies.length > 0, type).toBe(!isCompatible);
  }
});

it("names the field that a place in a schema is about", () => {
  expect(
    [
      "#/",
      "#/properties/customer/properties/email/maxLength",
      "#/required/total",
      "#/properties/lines/items/properties/sku",
      "#/properties/lines/items",
      "#/properties/who/oneOf/0/properties/name",
      "#/properties/pair/items/1",
      "#/additionalProperties",
      "#/properties/a~1b",
    ].map(whereOf),
  ).toEqual([
    "The whole event",
    "`customer.email`",
    "`total`",
    "`lines[].sku`",
    "Each item of `lines`",
    "`who.name`",
    "`pair[1]`",
    "The whole event",
    "`a/b`",
  ]);
});

it("tells which reader a change is about", () => {
  const change = {
    type: "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
    pointer: "#/properties/b",
    isCompatible: false,
  } as const;
  expect(explainChange(change, "backward")).toMatchObject({
    what: "`b` is not allowed any more.",
    why: "Events stored before may still have it, and the new version refuses it.",
  });
  expect(explainChange(change, "forward")).toMatchObject({
    what: "Read with the old version: `b` is not allowed any more.",
    why: "Events sent from now on may still have it, and the old version refuses it.",
  });
});
