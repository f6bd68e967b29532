"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = new Date(0);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // One clock for all that tell the time; it stands still while nobody listens.
  timer ??= setInterval(() => {
    now = new Date();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): Date {
  // Between two ticks the answer must stay the same object.
  if (Date.now() - now.getTime() > 1100) now = new Date();
  return now;
}

const start = new Date(0);

/** The time, once a second. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, read, () => start);
}

/** What follows from the time, as "was that under ten seconds ago?": renders only when the answer changes. */
export function useClock<Answer extends string | number | boolean | undefined>(
  answer: (now: Date) => Answer,
): Answer {
  return useSyncExternalStore(
    subscribe,
    () => answer(read()),
    () => answer(start),
  );
}

const never = () => () => {};

/** Whether the browser has taken over from the server's HTML. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
