"use client";

import { useEffect, useState } from "react";

/** The time, anew every `everyMs`, so that "12 s ago" stays true. */
export function useNow(everyMs = 1_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
