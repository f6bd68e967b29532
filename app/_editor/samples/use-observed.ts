"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { useEditor, useEditorStore } from "../state/editor-context";

const ASK_MS = 5_000;
/** As many as the server takes. */
const MAX_TOPICS = 200;

/** Keeps the editor's knowledge of what really came: fields that nobody described, and how many samples are kept. */
export function useObserved(workspace: string, flow: string): void {
  const trpc = useTRPC();
  const store = useEditorStore();
  // As text, so that the same names are the same question.
  const names = useEditor(({ document }) =>
    document.topics
      .map(({ name }) => name)
      .sort()
      .slice(0, MAX_TOPICS)
      .join("\n"),
  );
  const topics = names === "" ? [] : names.split("\n");
  const { data } = useQuery({
    ...trpc.flows.observed.queryOptions({ workspace, flow, topics }),
    refetchInterval: ASK_MS,
    placeholderData: (before) => before,
  });

  useEffect(() => {
    if (data === undefined) return;
    const producers = data.producers.flatMap(({ nodeId, sample }) =>
      sample === null ? [] : [{ nodeId, data: sample.data }],
    );
    const keptOf = new Map(data.producers.map(({ nodeId, kept }) => [nodeId, kept]));
    store.setState(({ addresses }) => ({
      observed: { topics: data.topics, producers },
      failedProducers: data.failed,
      addresses: new Map(
        [...addresses].map(([nodeId, known]) => [nodeId, { ...known, keptSamples: keptOf.get(nodeId) ?? 0 }]),
      ),
    }));
  }, [data, store]);
}
