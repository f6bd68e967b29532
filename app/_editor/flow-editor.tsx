"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { Editor } from "./editor";

interface FlowEditorProps {
  readonly workspace: string;
  readonly flow: string;
}

const editors: ReadonlySet<string> = new Set(["editor", "admin", "owner"]);

/** Opens the editor with what the page has loaded; from then on the draft lives in the editor's own store. */
export function FlowEditor({ workspace, flow }: FlowEditorProps) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.flows.get.queryOptions({ workspace, flow }),
    // A later answer must not replace what is being drawn.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const { data: me } = useSuspenseQuery(trpc.account.me.queryOptions());
  const role = me.workspaces.find(({ slug }) => slug === workspace)?.role ?? "viewer";
  const [loaded] = useState(data);
  return <Editor workspace={workspace} flow={flow} loaded={loaded} isReadOnly={!editors.has(role)} />;
}
