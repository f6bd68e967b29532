/**
 * Runs inside the guest before the code does: fixes the time and the dice, so that every try and every replay of an event
 * gives the same, and makes `console`. What it replaces cannot be reached any more.
 *
 * It gives back how to read and write JSON: kept here, because the code may replace `JSON`.
 */
export const preludeSource = `(function (log, now, seed) {
  "use strict";
  const { parse, stringify } = JSON;
  // There is nobody to share with.
  delete globalThis.SharedArrayBuffer;
  delete globalThis.Atomics;
  const RealDate = Date;
  function FixedDate(...parts) {
    if (new.target === undefined) return new RealDate(now).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now] : parts, new.target);
  }
  FixedDate.now = () => now;
  FixedDate.parse = RealDate.parse;
  FixedDate.UTC = RealDate.UTC;
  Object.defineProperty(FixedDate, "name", { value: "Date" });
  FixedDate.prototype = RealDate.prototype;
  RealDate.prototype.constructor = FixedDate;
  globalThis.Date = FixedDate;

  let state = seed;
  // mulberry32: small, and even enough for everything but secrets.
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  const text = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value);
    if (typeof value !== "object" || value === null) return String(value);
    try { return stringify(value) ?? String(value); } catch (error) { return String(error); }
  };
  const write = (...values) => log(values.map(text).join(" "));
  globalThis.console = { log: write, info: write, warn: write, error: write, debug: write };
  return { parse, stringify };
})`;
