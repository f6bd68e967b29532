"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { type Action, leastRole } from "@/server/auth/can";
import { roleWords } from "./role-words";

/** What the reader may do in this workspace, and the sentence that says why not. The server decides again. */
export function useAccess(workspace: string) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.workspace.get.queryOptions({ workspace }));
  return {
    role: data.role,
    can: (action: Action): boolean => data.can.includes(action),
    /** Undefined where it is allowed; `doing` starts the sentence: "Inviting people". */
    whyNot(action: Action, doing: string): string | undefined {
      if (data.can.includes(action)) return undefined;
      const needed = roleWords[leastRole[action]].label;
      const owners =
        data.owners.length === 1 ? `Owner: ${data.owners[0]}` : `Owners: ${data.owners.join(", ")}`;
      return `${doing} needs the ${needed} role. You are ${roleWords[data.role].label}. ${owners}.`;
    },
  };
}
