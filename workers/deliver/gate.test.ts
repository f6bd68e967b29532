import { expect, it } from "vitest";
import { Gate } from "./gate";

/** Work that goes on until it is told to end. */
function openWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  return { ends, work };
}

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
  expect(ends.length).toBe(2);
  await gate.through({ run: 0, size: 500 }, () => Promise.resolve());
  await gate.through({ run: 0, size: 1 }, () => Promise.resolve());
  for (const end of ends) end();
  await settle();
  ends[2]?.();
  await Promise.all(replays);
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
  expect(ends.length).toBe(2);
  stopping.abort();
  await settle();
  expect(ends.length).toBe(3);
  for (const end of ends) end();
  await Promise.all(all);
});
