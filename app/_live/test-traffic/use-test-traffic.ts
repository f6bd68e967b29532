"use client";

import { useSyncExternalStore } from "react";

const storageKey = "millrace-test-events";
const changed = "millrace-test-events-changed";

function subscribe(onChange: () => void): () => void {
  // `storage` tells the other tabs, and the event of our own tells this one.
  addEventListener("storage", onChange);
  addEventListener(changed, onChange);
  return () => {
    removeEventListener("storage", onChange);
    removeEventListener(changed, onChange);
  };
}

/** Whether the person wants test events left out of lists, in this browser and all its tabs. */
export function areTestEventsHidden(): boolean {
  return globalThis.localStorage?.getItem(storageKey) === "hidden";
}

/** Leaves test events out of all lists, or shows them again; remembered by this browser. */
export function hideTestEvents(isHidden: boolean): void {
  if (isHidden) localStorage.setItem(storageKey, "hidden");
  else localStorage.removeItem(storageKey);
  dispatchEvent(new Event(changed));
}

/** The same for a component, which renders again when it changes. */
export function useTestEventsHidden(): boolean {
  return useSyncExternalStore(subscribe, areTestEventsHidden, () => false);
}
