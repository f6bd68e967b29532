"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** Keeps filters in the address, so that a link shows the same list; typing does not fill the history. */
export function useUrlFilters() {
  const path = usePathname();
  const params = useSearchParams();
  return {
    get: (name: string): string => params.get(name) ?? "",
    set(name: string, value: string) {
      const next = new URLSearchParams(params);
      if (value === "") next.delete(name);
      else next.set(name, value);
      window.history.replaceState(null, "", next.size === 0 ? path : `${path}?${next}`);
    },
    clear: () => window.history.replaceState(null, "", path),
  };
}
