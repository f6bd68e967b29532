"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { flowPath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";

/** Makes a blank flow and opens it. It stays busy until the editor is there. */
export function useNewFlow(workspace: string) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const create = useMutation(trpc.flows.create.mutationOptions());
  const make = () =>
    create.mutate(
      { workspace },
      {
        onSuccess: ({ slug }) => {
          void queryClient.invalidateQueries(trpc.flows.list.queryFilter({ workspace }));
          router.push(flowPath(workspace, slug));
        },
      },
    );
  return { make, isPending: create.isPending || create.isSuccess, error: create.error };
}
