import { validate, version } from "uuid";
import { expect, it } from "vitest";
import { newEventId } from "./new-event-id";

it("makes different ids that sort by time, past the end of its pool", () => {
  const ids = Array.from({ length: 2_000 }, newEventId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  const times = ids.map((id) => id.slice(0, 13));
  expect(times).toEqual(times.toSorted());
});
