import { expect, it, onTestFinished, vi } from "vitest";
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

it("lets a replay take small portions while something live is delivered, and whole batches otherwise", () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const thread = new Thread();
  expect(thread.replayPortion).toBeUndefined();
  thread.noteLive();
  expect(thread.replayPortion).toBeGreaterThan(0);
  vi.advanceTimersByTime(60_000);
  expect(thread.replayPortion).toBeUndefined();
});
