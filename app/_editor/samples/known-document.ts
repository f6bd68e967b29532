import type { FlowDocument } from "@/flow/document/flow-document";
import type { EditorState } from "../state/editor-store";

type Payload = FlowDocument["samples"][number]["data"];

/** The newest payloads that really came, by topic and by producer. */
export interface Observed {
  readonly topics: readonly { readonly topic: string; readonly data: Payload }[];
  readonly producers: readonly { readonly nodeId: string; readonly data: Payload }[];
}

export const nothingObserved: Observed = { topics: [], producers: [] };

let last: { document: FlowDocument; observed: Observed; known: FlowDocument } | undefined;

/**
 * The draft with what really came as further samples, so that fields are known that nobody described. For looking
 * only: it is never saved.
 */
export function knownDocument({
  document,
  observed,
}: Pick<EditorState, "document" | "observed">): FlowDocument {
  if (last?.document === document && last.observed === observed) return last.known;
  const topicOf = (nodeId: string) => document.producers.find(({ id }) => id === nodeId)?.topic;
  const came = [
    ...observed.topics,
    ...observed.producers.flatMap(({ nodeId, data }) => {
      const topic = topicOf(nodeId);
      return topic === undefined ? [] : [{ topic, data }];
    }),
  ].map(({ topic, data }, index) => ({ id: `came-${index}`, name: "Last event", topic, data }));
  const known = came.length === 0 ? document : { ...document, samples: [...document.samples, ...came] };
  last = { document, observed, known };
  return known;
}
