import { useEffect, useState } from "react";

const restMs = 300;

/** A value some time after it came to rest: one question for the end of what is being typed, not for each letter. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
