import { useSyncExternalStore } from "react";
import { arePatternsReady, onPatternsReady } from "#patterns";

/** Draws again what was evaluated before the engine for patterns was there. */
export function usePatterns(): void {
  useSyncExternalStore(onPatternsReady, arePatternsReady, arePatternsReady);
}
