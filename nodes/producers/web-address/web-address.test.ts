import { expect, it } from "vitest";
import { definition } from "./definition";

it("takes whatever is sent to its address", () => {
  expect(definition.entry).toBe("address");
  expect(definition.config.parse({})).toEqual({});
  expect(definition.fields({})).toEqual([]);
});
