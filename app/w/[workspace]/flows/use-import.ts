"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { flowPath } from "@/app/_flows/flow-paths";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { formatPlural } from "@/app/_ui/format";
import { showToast } from "@/app/_ui/show-toast";
import { looksLikeAsyncApi } from "@/flow/asyncapi/looks-like-asyncapi";

/**
 * Imports a text: a flow at once, an AsyncAPI document after a look at what it would make. What was made is opened when it is one
 * flow, else told.
 */
export function useImport(workspace: string, onDone: () => void) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const flow = useMutation(trpc.flows.import.mutationOptions());
  const preview = useMutation(trpc.asyncApi.preview.mutationOptions());
  const document = useMutation(trpc.asyncApi.import.mutationOptions());
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries(trpc.flows.list.queryFilter({ workspace })),
      queries.invalidateQueries(trpc.topics.list.queryFilter({ workspace })),
      queries.invalidateQueries(trpc.schemas.list.queryFilter({ workspace })),
    ]);
  const reset = () => {
    flow.reset();
    preview.reset();
    document.reset();
  };
  const open = (slug: string) => {
    void refresh();
    router.push(flowPath(workspace, slug));
  };
  const begin = (text: string) => {
    if (looksLikeAsyncApi(text)) preview.mutate({ workspace, text });
    else flow.mutate({ workspace, text }, { onSuccess: ({ slug }) => open(slug) });
  };
  const create = (text: string) =>
    document.mutate(
      { workspace, text },
      {
        onSuccess: ({ flows, refused }) => {
          const [first] = flows;
          if (refused.length > 0)
            showToast(`${formatPlural(refused.length, "schema")} left out: ${refused[0]?.sentence ?? ""}`, {
              tone: "bad",
            });
          if (first !== undefined && flows.length === 1) open(first.slug);
          else {
            void refresh();
            showToast(`Imported ${formatPlural(flows.length, "flow")}.`);
            onDone();
          }
        },
      },
    );
  return {
    begin,
    create,
    reset,
    preview: preview.data,
    isBusy: flow.isPending || flow.isSuccess || preview.isPending || document.isPending || document.isSuccess,
    error: flow.error ?? preview.error ?? document.error,
  };
}
