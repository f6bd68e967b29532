"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const PERIOD_MS = 1_000;

/** A state that changes at most once a second: at once, and of many changes within a second to the last. */
export function useRested<Value>(first: Value): readonly [Value, (value: Value) => void] {
  const [rested, setRested] = useState(first);
  const next = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback((value: Value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => {
        next.current = performance.now() + PERIOD_MS;
        setRested(() => value);
      },
      Math.max(0, next.current - performance.now()),
    );
  }, []);
  return [rested, change];
}
