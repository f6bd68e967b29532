import { describe, expect, it } from "vitest";
import { RowSampler } from "./row-sampler";

/** Sends so many a second for some seconds; what of each second is drawn. */
function drawn(perSecond: number, seconds: number): number[] {
  const sampler = new RowSampler();
  return Array.from({ length: seconds }, (_, second) => {
    const taken = Array.from({ length: perSecond }, (_, index) =>
      sampler.take(new Date(second * 1000 + (index * 1000) / perSecond)),
    );
    return taken.filter(Boolean).length;
  });
}

describe("RowSampler", () => {
  it("draws every event of a log that is not busy", () => {
    expect(drawn(500, 20)).toEqual(Array.from({ length: 20 }, () => 500));
  });

  it("draws one of eight at two thousand a second", () => {
    expect(drawn(2_000, 12).at(-1)).toBe(250);
  });

  it("draws all again some seconds after it has become quiet", () => {
    const sampler = new RowSampler();
    for (let ms = 0; ms < 10_000; ms += 0.5) sampler.take(new Date(ms));
    expect(sampler.oneOf).toBeGreaterThan(1);
    for (let ms = 10_000; ms < 20_000; ms += 100) sampler.take(new Date(ms));
    expect(sampler.oneOf).toBe(1);
  });
});
