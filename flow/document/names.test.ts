import { expect, it } from "vitest";
import { documentIdSchema } from "./names";

it("takes no id that every object has as a field: it would be found where nothing was put", () => {
  expect(documentIdSchema.safeParse("constructor").error?.issues[0]?.message).toBe(
    "`constructor` cannot be an id. Choose another.",
  );
  expect(documentIdSchema.safeParse("constructor-2").success).toBe(true);
});
