import { expect, it } from "vitest";
import { Thread } from "./thread";

const round = () => new Promise((resolve) => setImmediate(resolve));

it("gives one turn in each round of the event loop, to live batches first", async () => {
  const thread = new Thread();
  const turns: string[] = [];
  const wait = async (name: string, isReplay: boolean) => {
    await thread.next(isReplay);
    turns.push(name);
  };
  const all = [wait("replay", true), wait("first", false), wait("second", false)];
  const seen: number[] = [];
  while (turns.length < 3) {
    await round();
    seen.push(turns.length);
  }
  await Promise.all(all);
  expect(turns).toEqual(["first", "second", "replay"]);
  expect(seen.every((count, index) => count - (seen[index - 1] ?? 0) <= 1)).toBe(true);
});
