import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Browsers count how often an address is written; typing is not worth each of its letters. */
const REST_MS = 200;

/**
 * Keeps a form in the address, so that a reload or a link shows the same; the history does not grow.
 * @param isOver somebody is being taken to another page: to write the address now would keep them here
 */
export function useFormInUrl(params: URLSearchParams, isOver: boolean): void {
  const path = usePathname();
  const text = params.toString();
  useEffect(() => {
    if (isOver) return;
    const timer = setTimeout(() => {
      window.history.replaceState(null, "", text === "" ? path : `${path}?${text}`);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [path, text, isOver]);
}
