import { expect, it } from "vitest";
import { consumerTitle } from "./consumer-title";

const chip = (consumerName: string, flowName: string, flowSlug = flowName.toLowerCase()) => ({
  consumerName,
  flowName,
  flowSlug,
});

it("names the flow only where consumers are called alike", () => {
  const chips = [chip("Mail", "Shop"), chip("Mail", "Stock"), chip("Count", "Shop")];
  expect(chips.map((each) => consumerTitle(each, chips))).toEqual(["Shop › Mail", "Stock › Mail", "Count"]);
});

it("is not misled by a replay at the same consumer", () => {
  const chips = [chip("Mail", "Shop"), chip("Mail", "Shop")];
  expect(chips.map((each) => consumerTitle(each, chips))).toEqual(["Mail", "Mail"]);
});

it("tells flows of one name apart by their address", () => {
  const chips = [chip("Mail", "Shop", "shop"), chip("Mail", "Shop", "shop-2")];
  expect(chips.map((each) => consumerTitle(each, chips))).toEqual([
    "Shop (shop) › Mail",
    "Shop (shop-2) › Mail",
  ]);
});
