"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTRPCClient } from "@/app/_trpc/trpc-context";
import { Icon } from "@/app/_ui/icon";
import { useEditor } from "../../state/editor-context";
import { useRested } from "../use-rested";

/** Where the code cannot be read, some time after the last key. */
export function CodeProblemLine({ code }: { readonly code: string }) {
  const client = useTRPCClient();
  const workspace = useEditor((state) => state.workspace);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const asked = useRested(code);
  const { data } = useQuery({
    queryKey: ["check-code", workspace, asked],
    queryFn: () => client.testRuns.checkCode.mutate({ workspace, code: asked }),
    enabled: !isReadOnly && asked.trim() !== "",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    // The server is away, which the bar says.
    retry: false,
  });
  const problem = code.trim() === "" ? null : data?.problem;
  return (
    <p role="status" className="flex items-start gap-1 text-label font-normal text-bad empty:hidden">
      {problem ? (
        <>
          <Icon of={TriangleAlert} size={12} className="mt-0.5" />
          <span className="min-w-0 wrap-anywhere">
            Line {problem.line}: {problem.message}
          </span>
        </>
      ) : null}
    </p>
  );
}
