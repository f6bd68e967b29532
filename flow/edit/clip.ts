import * as z from "zod";
import {
  type Consumer,
  type FlowDocument,
  flowDocumentSchema,
  type Step,
  stepsOf,
} from "../document/flow-document";
import { findStep } from "../graph/step-tree";
import { cardKey } from "../graph/wires";
import { noteKey } from "./annotations";

const { producers, topics, consumers, notes } = flowDocumentSchema.shape;
const steps = consumers.element.shape.steps;

/** What is on the clipboard: whole cards, or steps alone, as they stand in a flow document. */
const clipSchema = z.strictObject({
  millraceClip: z.literal(1),
  /** Slug of the workspace that it comes from: stored secrets of one workspace mean nothing in another. */
  workspace: z.string().max(200).default(""),
  producers: producers.default([]),
  topics: topics.default([]),
  consumers: consumers.default([]),
  steps: steps.default([]),
  notes,
});
export type Clip = z.infer<typeof clipSchema>;

/** The cards with these keys, wires among them included: they follow from what the cards name. */
export function copyCards(document: FlowDocument, keys: readonly string[], workspace = ""): Clip {
  const chosen = new Set(keys);
  return {
    millraceClip: 1,
    workspace,
    producers: document.producers.filter(({ id }) => chosen.has(cardKey("producer", id))),
    topics: document.topics.filter(({ name }) => chosen.has(cardKey("topic", name))),
    consumers: document.consumers.filter(({ id }) => chosen.has(cardKey("consumer", id))),
    steps: [],
    notes: (document.notes ?? []).filter(({ id }) => chosen.has(noteKey(id))),
  };
}

/** One step with everything in its branches. */
export function copyStep(document: FlowDocument, stepId: string, workspace = ""): Clip {
  const step = findStep(document, stepId)?.step;
  return { millraceClip: 1, workspace, producers: [], topics: [], consumers: [], steps: step ? [step] : [] };
}

/** The clipboard's text: plain JSON that people can read, send and keep. */
export function writeClip(clip: Clip): string {
  return JSON.stringify(clip, undefined, 2);
}

/** Reads the clipboard's text: a copy of cards or steps, or a whole flow; nothing else is one. */
export function readClip(text: string): Clip | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const clip = clipSchema.safeParse(value);
  if (clip.success) return clip.data;
  const flow = flowDocumentSchema.safeParse(value);
  if (!flow.success) return undefined;
  const { producers, topics, consumers, notes } = flow.data;
  return { millraceClip: 1, workspace: "", producers, topics, consumers, steps: [], notes };
}

/** Every step of a clip, those of its consumers and those inside branches included. */
export function* stepsOfClip(
  clip: Pick<Clip, "steps"> & { readonly consumers: readonly Consumer[] },
): Generator<Step> {
  yield* stepsOf(clip.steps);
  for (const consumer of clip.consumers) yield* stepsOf(consumer.steps);
}
