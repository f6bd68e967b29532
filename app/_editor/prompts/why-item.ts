import { CircleHelp } from "lucide-react";
import type { PickItem } from "./pick-list";

/** What picking it is known by in the list. */
export const WHY_ID = "why";

/**
 * The offer to ask why about what was typed: for what looks like an id or a key, which has a figure in it and no
 * space, and for what is the name of nothing else.
 */
export function whyItem(query: string, found: number): PickItem | undefined {
  const asked = query.trim();
  const isId = /\d/.test(asked) && !/\s/.test(asked);
  if (asked === "" || (found > 0 && !isId)) return undefined;
  return {
    id: WHY_ID,
    title: `Why “${asked}”?`,
    detail: "What happened to this event id, key or conversation, and what did not",
    icon: CircleHelp,
  };
}
