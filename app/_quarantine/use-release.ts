import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { RouterInputs } from "@/app/_trpc/router-types";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc-context";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";

type Release = Omit<RouterInputs["quarantine"]["release"], "workspace">;

/** Releases events into their topic, all of a group in several calls; `onDone` once none of them stays. */
export function useRelease(workspace: string, onDone: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (input: Release) => {
      let released = 0;
      const left: string[] = [];
      for (let hasMore = true; hasMore; ) {
        const report = await client.quarantine.release.mutate({ workspace, ...input });
        released += report.released;
        left.push(
          ...report.events.flatMap(({ offset, failures }) =>
            offset === null ? (failures[0]?.message ?? "") : [],
          ),
        );
        // What does not fit stays in the group: without progress the next call would bring the same events.
        hasMore = report.hasMore && report.released > 0;
      }
      return { released, left };
    },
    onSuccess: ({ released, left }) => {
      if (released > 0) showToast(`${formatPlural(released, "event")} released.`);
      if (left.length === 0) onDone();
    },
    onSettled: () => queries.invalidateQueries(trpc.quarantine.pathFilter()),
  });
}
