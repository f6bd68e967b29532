import * as z from "zod";

const storageKey = "millrace.recent-steps";
const kept = 4;
const listSchema = z.array(z.string()).max(20);

/** Types of the steps that were added last in this browser, the newest first. */
export function recentSteps(): string[] {
  const stored = globalThis.localStorage?.getItem(storageKey);
  if (!stored) return [];
  try {
    return listSchema.parse(JSON.parse(stored));
  } catch (error) {
    // Somebody else's value under our key: as good as none.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}

export function rememberStep(type: string): void {
  const list = [type, ...recentSteps().filter((other) => other !== type)].slice(0, kept);
  globalThis.localStorage?.setItem(storageKey, JSON.stringify(list));
}
