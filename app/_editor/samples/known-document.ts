import type { FlowDocument } from "@/flow/document/flow-document";
import type { EditorState } from "../state/editor-store";
import type { ChosenSample } from "./trial";

type Payload = FlowDocument["samples"][number]["data"];

/** The newest payloads that really came, by topic and by producer. */
export interface Observed {
  readonly topics: readonly { readonly topic: string; readonly data: Payload }[];
  readonly producers: readonly { readonly nodeId: string; readonly data: Payload }[];
}

export const nothingObserved: Observed = { topics: [], producers: [] };

let last:
  | {
      document: FlowDocument;
      observed: Observed;
      chosen: ChosenSample | undefined;
      typed: EditorState["typed"];
      known: FlowDocument;
    }
  | undefined;

/**
 * The draft with what really came and what schemas name as further samples, so that fields are known that nobody described. For looking
 * only: it is never saved.
 */
export function knownDocument({
  document,
  observed,
  chosen,
  typed,
}: Pick<EditorState, "document" | "observed"> &
  Partial<Pick<EditorState, "chosen" | "typed">>): FlowDocument {
  if (
    last?.document === document &&
    last.observed === observed &&
    last.chosen === chosen &&
    last.typed === typed
  )
    return last.known;
  const topicOf = (nodeId: string) => document.producers.find(({ id }) => id === nodeId)?.topic;
  const came = [
    ...observed.topics,
    ...observed.producers.flatMap(({ nodeId, data }) => {
      const topic = topicOf(nodeId);
      return topic === undefined ? [] : [{ topic, data }];
    }),
  ].map(({ topic, data }, index) => ({ id: `came-${index}`, name: "Last event", topic, data }));
  // The sample that was chosen comes first: its values stand beside the fields.
  const first = chosen
    ? [{ id: "chosen", name: chosen.name, topic: chosen.sample.topic, data: chosen.sample.data }]
    : [];
  const samples = [...first, ...document.samples, ...came, ...(typed?.samples ?? [])];
  const known = samples.length === document.samples.length ? document : { ...document, samples };
  last = { document, observed, chosen, typed, known };
  return known;
}
