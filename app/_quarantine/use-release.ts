import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { type Release, releaseAll } from "./release-all";

/** Releases events into their topic, all of a group in several calls; `onDone` once none of them stays. */
export function useRelease(workspace: string, onDone: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Release) => releaseAll(client, workspace, input),
    onSuccess: ({ released, left }) => {
      if (released > 0) showToast(`${formatPlural(released, "event")} released.`);
      if (left.length === 0) onDone();
    },
    onSettled: () => queries.invalidateQueries(trpc.quarantine.pathFilter()),
  });
}
