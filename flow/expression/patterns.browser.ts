// What `#patterns` means in the browser: RE2 is a tenth of the editor, and few expressions ask for a pattern.
import { ExpressionError } from "./expression-error";
import type { PatternTest } from "./pattern-test";

let engine: typeof import("./pattern-test") | undefined;
let isLoading = false;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  try {
    engine = await import("./pattern-test");
    for (const listener of listeners) listener();
  } catch {
    // Out of reach: the next pattern asks again, and until then says that it waits.
    isLoading = false;
  }
}

/** As in pattern-test.ts. @throws ExpressionError `not-loaded` while the engine is on its way */
export function readPattern(pattern: string): PatternTest {
  if (engine) return engine.readPattern(pattern);
  if (!isLoading) {
    isLoading = true;
    void load();
  }
  throw new ExpressionError("not-loaded", "The result comes when patterns are loaded.");
}

/** Whether patterns can be read now: the first one that is read loads what it takes. */
export const arePatternsReady = (): boolean => engine !== undefined;

/** Calls the listener when patterns become readable; gives the way to stop listening. */
export function onPatternsReady(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
