"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { type Action, leastRole, roles } from "@/server/auth/can";

/**
 * Why the person may not do something in a workspace, as the tooltip of a disabled button; `false` when they may.
 * For the eye only: every use case asks `can()` itself.
 */
export function useRefusal(workspace: string, action: Action): string | false {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.account.me.queryOptions());
  const role = data?.workspaces.find(({ slug }) => slug === workspace)?.role;
  if (role === undefined || roles.indexOf(role) >= roles.indexOf(leastRole[action])) return false;
  return `This needs the ${capital(leastRole[action])} role. You are ${capital(role)}.`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
