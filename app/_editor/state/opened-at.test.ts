import { expect, it } from "vitest";
import { flowOf } from "@/flow/testing/flow-of";
import { elsewhereOf } from "./elsewhere";
import { openedAt } from "./opened-at";

const document = flowOf("source > placed > count");

it("opens at a card that is there", () => {
  for (const key of ["producer:source", "topic:placed", "consumer:consumer"]) {
    expect(openedAt(document, key)).toMatchObject({ selection: { kind: "cards", keys: [key] }, cursor: key });
  }
});

it("opens as always without a card, or with one that is gone", () => {
  expect(openedAt(document, undefined)).toEqual({});
  expect(openedAt(document, "topic:gone")).toEqual({});
});

it("knows which other flows use a topic", () => {
  const shop = { slug: "shop", name: "Shop" };
  const mail = { slug: "mail", name: "Mail" };
  const uses = elsewhereOf([
    { ...shop, publishes: ["placed"], consumes: [] },
    { ...mail, publishes: [], consumes: ["placed", "sent"] },
  ]);
  expect(uses.get("placed")).toEqual({ from: [shop], to: [mail] });
  expect(uses.get("sent")).toEqual({ from: [], to: [mail] });
});
