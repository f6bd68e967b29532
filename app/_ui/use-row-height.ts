"use client";

import { useSyncExternalStore } from "react";

const coarse = "(pointer: coarse)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(coarse);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** 32 px, 40 in comfortable tables, 44 for fingers. */
export function useRowHeight(comfortable: boolean): number {
  const isCoarse = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(coarse).matches,
    () => false,
  );
  if (isCoarse) return 44;
  return comfortable ? 40 : 32;
}
