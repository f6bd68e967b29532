import { expect, it } from "vitest";
import { refuseTakenPort } from "./port.mjs";

it.each([Number.NaN, 0, 70_000, 3000.5])("says which ports there are for %s", async (port) => {
  await expect(refuseTakenPort(port)).rejects.toMatchObject({
    name: "StartFailure",
    message: "PORT must be a whole number from 1 to 65535, such as PORT=3000 npm start",
  });
});
