"use client";

import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
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
  const { data, isFetchedAfterMount, isStale } = useSuspenseQuery({
    ...trpc.flows.get.queryOptions({ workspace, flow }),
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { data: me } = useSuspenseQuery(trpc.account.me.queryOptions());
  const role = me.workspaces.find(({ slug }) => slug === workspace)?.role ?? "viewer";
  const [{ loaded, isOld }, setOpened] = useState({ loaded: data, isOld: isStale });
  const card = useSearchParams().get("card") ?? undefined;

  // The browser's Back brings the page as it was: the first answer after it may be newer. Later ones must
  // not replace what is being drawn.
  const isChecked = useRef(false);
  useEffect(() => {
    if (!isFetchedAfterMount || isChecked.current) return;
    isChecked.current = true;
    setOpened((before) => (isSame(before.loaded, data) ? before : { loaded: data, isOld: false }));
  }, [isFetchedAfterMount, data]);

  // Coming back by a link must not find the draft as it was when the editor was opened.
  const queries = useQueryClient();
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      // While developing, React takes every effect back once at once: what is still here must not ask again.
      setTimeout(() => {
        if (!isHere.current) queries.removeQueries(trpc.flows.get.queryFilter({ workspace, flow }));
      });
    };
  }, [queries, trpc, workspace, flow]);

  return (
    <Editor
      key={`${loaded.version}:${loaded.live?.revision ?? 0}`}
      workspace={workspace}
      flow={flow}
      loaded={loaded}
      isOld={isOld}
      card={card}
      isReadOnly={!editors.has(role)}
    />
  );
}

interface Loaded {
  readonly version: number;
  readonly live: { readonly revision: number } | null;
}

function isSame(one: Loaded, other: Loaded): boolean {
  return one.version === other.version && one.live?.revision === other.live?.revision;
}
