import { afterEach, expect, it, vi } from "vitest";
import { Gate } from "./gate";

/** Work that goes on until it is told to end. */
function openWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { ends, work };
}

afterEach(() => {
  vi.useRealTimers();
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

it("lets four large batches in, and each of the others when one is done", async () => {
  const gate = new Gate(new AbortController().signal);
  const { ends, work } = openWork();
  const all = Array.from({ length: 6 }, () => gate.through({ run: 0, size: 500 }, work));
  await settle();
  expect(ends.length).toBe(4);
  ends[0]?.();
  await settle();
  expect(ends.length).toBe(5);
  ends[1]?.();
  await settle();
  for (const end of ends) end();
  await Promise.all(all);
  expect(ends.length).toBe(6);
});

it("lets a small live batch pass at once, and large ones past a replay", async () => {
  const gate = new Gate(new AbortController().signal);
  const { ends, work } = openWork();
  const replays = [500, 500, 1].map((size) => gate.through({ run: 7, size }, work));
  await settle();
  expect(ends.length).toBe(1);
  await gate.through({ run: 0, size: 500 }, () => Promise.resolve());
  await gate.through({ run: 0, size: 1 }, () => Promise.resolve());
  for (const at of [0, 1, 2]) {
    ends[at]?.();
    await settle();
  }
  await Promise.all(replays);
});

it("lets a small batch of a replay go before large ones, and in nobody who comes when it is called", async () => {
  const gate = new Gate(new AbortController().signal);
  const passed: string[] = [];
  const first = openWork();
  const enter = (name: string, size: number) =>
    gate.through({ run: 7, size }, async () => {
      passed.push(name);
      await settle();
    });
  const all = [gate.through({ run: 7, size: 500 }, first.work), enter("large", 500), enter("small", 2)];
  await settle();
  first.ends[0]?.();
  await all[0];
  all.push(enter("late", 500));
  expect(passed).toEqual(["small"]);
  await Promise.all(all);
  expect(passed).toEqual(["small", "large", "late"]);
});

it("holds nobody back at a stop, and goes on after work that fails", async () => {
  const stopping = new AbortController();
  const gate = new Gate(stopping.signal);
  const { ends, work } = openWork();
  await expect(gate.through({ run: 7, size: 99 }, () => Promise.reject(new Error("no")))).rejects.toThrow(
    "no",
  );
  const all = Array.from({ length: 3 }, () => gate.through({ run: 7, size: 99 }, work));
  await settle();
  expect(ends.length).toBe(1);
  stopping.abort();
  await settle();
  expect(ends.length).toBe(3);
  for (const end of ends) end();
  await Promise.all(all);
});

it("lets replays wait longer than what is live, and nobody for ever", async () => {
  vi.useFakeTimers();
  const gate = new Gate(new AbortController().signal);
  const live = openWork();
  const replayed = openWork();
  const all = [
    ...Array.from({ length: 5 }, () => gate.through({ run: 0, size: 500 }, live.work)),
    ...Array.from({ length: 3 }, () => gate.through({ run: 7, size: 500 }, replayed.work)),
  ];
  await vi.advanceTimersByTimeAsync(2_000);
  expect([live.ends.length, replayed.ends.length]).toEqual([5, 1]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(replayed.ends.length).toBe(3);
  // Two too many are inside: who comes next waits until they have left.
  const last = gate.through({ run: 7, size: 500 }, replayed.work);
  for (const at of [0, 1, 2]) {
    expect(replayed.ends.length).toBe(3);
    replayed.ends[at]?.();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(replayed.ends.length).toBe(4);
  for (const end of [...live.ends, ...replayed.ends]) end();
  await Promise.all([...all, last]);
});
