"use client";

import { useEffect, useRef, useState } from "react";

const PERIOD_MS = 1_000;

/** A value as it was at most a second ago: the first at once, and of many in a second the last. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  const next = useRef(0);
  useEffect(() => {
    const wait = next.current - performance.now();
    const take = () => {
      next.current = performance.now() + PERIOD_MS;
      setRested(value);
    };
    if (wait <= 0) {
      take();
      return;
    }
    const timer = setTimeout(take, wait);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
