import { v5 } from "uuid";
import { expect, it } from "vitest";
import { deliveryName, derivedIdNamespace } from "@/flow/delivery/derived-ids";
import { deliveryIdOf } from "./delivery-id";

it("is the UUIDv5 of its name", () => {
  for (let offset = 1; offset < 200; offset += 1) {
    const parts = [
      "d8f1c6f0-0000-4000-8000-000000000001",
      0,
      "d8f1c6f0-0000-4000-8000-000000000002",
      offset,
    ] as const;
    expect(deliveryIdOf(...parts)).toBe(v5(deliveryName(...parts), derivedIdNamespace));
  }
});
