import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import * as z from "zod";
import { payloadJson } from "@/app/_live/event-page/payload-json";
import { useTRPC } from "@/app/_trpc/trpc-context";
import { useEditor, useEditorStore } from "../state/editor-context";

const jsonSchema = z.json();

/** `order.placed:12`: a real event that shall be looked at in the editor becomes the sample. */
export function SampleFromAddress({ wanted }: { readonly wanted: string }): null {
  const store = useEditorStore();
  const trpc = useTRPC();
  const workspace = useEditor((state) => state.workspace);
  const match = /^(.+):(\d+)$/.exec(wanted);
  const [topic = "", offset = "1"] = match?.slice(1) ?? [];
  const { data: event } = useQuery({
    ...trpc.events.get.queryOptions({ workspace, topic, offset: Number(offset) }),
    enabled: match !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (event === undefined) return;
    const { id, type, source, subject, key } = event;
    const json = payloadJson(event.text);
    store.setState({
      chosen: {
        key: `event:${event.topic}:${event.offset}`,
        name: `Event ${event.offset}`,
        sample: {
          topic: event.topic,
          data: jsonSchema.parse(json === undefined ? event.text : json.value),
          ...{ id, type, source },
          ...(subject !== null && { subject }),
          ...(key !== null && { key }),
        },
      },
      drawer: { isOpen: true, tab: "test" },
    });
  }, [event, store]);
  return null;
}
