// What `#patterns` means outside the browser; package.json maps it. Both files offer the same.
export { readPattern } from "./pattern-test";

/** Whether patterns can be read now: always, outside the browser. */
export const arePatternsReady = (): boolean => true;

/** Calls the listener when patterns become readable, which they are here; gives the way to stop listening. */
export const onPatternsReady =
  (_listener: () => void): (() => void) =>
  () =>
    undefined;
