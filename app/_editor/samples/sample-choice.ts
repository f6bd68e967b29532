import * as z from "zod";
import type { FlowDocument } from "@/flow/document/flow-document";
import { samplePayload } from "@/flow/graph/fields";
import type { EditorState } from "../state/editor-store";
import { knownDocument } from "./known-document";
import type { ChosenSample } from "./trial";

const jsonSchema = z.json();

/** Topics in the order in which people think of them: those that producers fill, then the others. */
export function topicsToTry(document: FlowDocument): string[] {
  const filled = document.producers.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));
  return [...new Set([...filled, ...document.topics.map(({ name }) => name)])];
}

/** What was pinned for a topic, as something to try the draft on. */
export function pinnedSamples(document: FlowDocument, topic: string): ChosenSample[] {
  return document.samples
    .filter((sample) => sample.topic === topic)
    .map(({ id, name, data }) => ({ key: `pinned:${id}`, name, sample: { topic, data } }));
}

/** The newest event of a topic, or one made of what is known about its fields. */
export function exampleSample(
  state: Pick<EditorState, "document" | "observed" | "nodes">,
  topic: string,
): ChosenSample {
  const { document, observed, nodes } = state;
  // What was pinned is offered beside it.
  const known = knownDocument({ document: { ...document, samples: [] }, observed });
  const name = known.samples.some((sample) => sample.topic === topic) ? "Last event" : "Example";
  const data = jsonSchema.parse(samplePayload(known, nodes, topic));
  return { key: `example:${topic}`, name, sample: { topic, data } };
}

/** The chosen sample, else the one that is most likely meant; for one step, one that comes to its consumer. */
export function sampleToTry(state: EditorState, consumerId?: string): ChosenSample | undefined {
  const { document } = state;
  const chosen = currentOf(state);
  const when = document.consumers.find(({ id }) => id === consumerId)?.when;
  const exists = chosen && document.topics.some(({ name }) => name === chosen.sample.topic);
  if (exists && (when === undefined || when.includes(chosen.sample.topic))) return chosen;
  const topics = when ?? topicsToTry(document);
  const pinned = topics.flatMap((topic) => pinnedSamples(document, topic))[0];
  const [first] = topics;
  return pinned ?? (first === undefined ? undefined : exampleSample(state, first));
}

/** What was chosen, as the draft has it now: a pinned sample may have been changed or deleted since, or brought back. */
function currentOf({ document, chosen }: EditorState): ChosenSample | undefined {
  if (chosen === undefined || !chosen.key.startsWith("pinned:")) return chosen;
  const { topic } = chosen.sample;
  return pinnedSamples(document, topic).find(({ key }) => key === chosen.key);
}
