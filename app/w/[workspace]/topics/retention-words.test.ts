import { expect, it } from "vitest";
import { heldBackSentence, staySentence } from "./retention-words";

it("says how long events stay, and who keeps them longer", () => {
  expect(staySentence({ keepDays: null, keepEvents: null, heldBack: 0 })).toBe("for ever");
  expect(staySentence({ keepDays: 7, keepEvents: null, heldBack: 0 })).toBe("7 days");
  expect(staySentence({ keepDays: 1, keepEvents: 1000, heldBack: 3 })).toBe(
    "1 day, newest 1,000, some longer",
  );
  expect(heldBackSentence({ heldBack: 0, heldBackBy: [] })).toBeUndefined();
  expect(heldBackSentence({ heldBack: 3, heldBackBy: ["Mail"] })).toBe(
    "3 older events are kept, because Mail still needs them.",
  );
});
