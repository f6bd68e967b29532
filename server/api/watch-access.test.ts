import { expect, it } from "vitest";
import { watchAccess } from "./watch-access";

const allowed = async () => undefined;

async function* silent(signal: AbortSignal, onEnd: () => void): AsyncGenerator<string> {
  try {
    yield "first";
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  } finally {
    onEnd();
  }
}

async function collect(stream: AsyncIterable<string>, into: string[]): Promise<void> {
  for await (const chunk of stream) into.push(chunk);
}

it("passes everything on and ends with its source", async () => {
  async function* source() {
    yield "a";
    yield "b";
  }
  const seen: string[] = [];
  const stop = new AbortController();
  await collect(watchAccess(source(), allowed, stop), seen);
  expect(seen).toEqual(["a", "b"]);
  expect(stop.signal.aborted).toBe(true);
});

it("cuts a silent stream off when access is lost, and ends its source", async () => {
  let ended = false;
  let checks = 0;
  const stop = new AbortController();
  const source = silent(stop.signal, () => {
    ended = true;
  });
  const check = async () => {
    checks += 1;
    if (checks === 3) throw new Error("removed");
  };
  const seen: string[] = [];
  await expect(collect(watchAccess(source, check, stop, 1), seen)).rejects.toThrow("removed");
  expect(seen).toEqual(["first"]);
  await expect.poll(() => ended).toBe(true);
});

it("leaves nothing running when the reader goes away", async () => {
  let ended = false;
  const stop = new AbortController();
  const source = silent(stop.signal, () => {
    ended = true;
  });
  for await (const chunk of watchAccess(source, allowed, stop)) {
    expect(chunk).toBe("first");
    break;
  }
  await expect.poll(() => ended).toBe(true);
});

it("hands an error of the source on", async () => {
  async function* source() {
    yield "a";
    throw new Error("broken");
  }
  await expect(collect(watchAccess(source(), allowed, new AbortController()), [])).rejects.toThrow("broken");
});
