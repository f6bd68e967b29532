"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { schemaSamples, validateTyped } from "@/flow/typed/type-issues";
import { useEditor, useEditorStore } from "../state/editor-context";

const ASK_MS = 15_000;
/** As many as the server takes. */
const MAX_TOPICS = 200;

/** Holds what is drawn against the schemas of its topics, as they are now. */
export function TypedFlow() {
  const trpc = useTRPC();
  const store = useEditorStore();
  const workspace = useEditor((state) => state.workspace);
  // As text, so that the same names are the same question.
  const names = useEditor(({ document }) =>
    document.topics
      .map(({ name }) => name)
      .sort()
      .slice(0, MAX_TOPICS)
      .join("\n"),
  );
  const { data } = useQuery({
    ...trpc.schemas.ofTopics.queryOptions({ workspace, topics: names === "" ? [] : names.split("\n") }),
    refetchInterval: ASK_MS,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    if (data === undefined) return;
    const schemas = new Map(data.map(({ topic, ...schema }) => [topic, schema]));
    store.setState({
      typed:
        schemas.size === 0
          ? undefined
          : {
              samples: schemaSamples(schemas),
              validate: ({ document, nodes, others }) => validateTyped(document, nodes, others, schemas),
            },
    });
  }, [data, store]);
  return null;
}
